import type { ErrorShareScale } from '../model/settings.ts';
import {
  formatAge,
  formatBriefInstant,
  formatCompact,
  formatCount,
  formatDate,
  formatInstant,
  formatMs,
  formatShare,
  IN_THE_FUTURE,
  isInFuture,
  NONE,
  sparkline,
} from '../text/format.ts';
import { printable } from '../text/printable.ts';
import { truncatePath } from '../text/width.ts';
import type { Cell, CellContext, Tone } from './column.ts';

/** Shortest text for a time that has not come yet. */
export const FUTURE = 'future';

/** The scale of error shares in words: from which share on, what that means, and its colour. */
export function errorShareScale({
  raised,
  bad,
}: ErrorShareScale): readonly (readonly [share: string, meaning: string])[] {
  return [
    [`below ${percentText(raised)} %`, 'normal: muted'],
    [`from ${percentText(raised)} % on`, 'raised: yellow'],
    [`from ${percentText(bad)} % on`, 'bad: red'],
  ];
}

function percentText(share: number): string {
  return String(Number((100 * share).toPrecision(6)));
}

/** A cell for what is not known. */
export function noneCell(): Cell {
  return { text: NONE, tone: 'muted' };
}

/** Text from the database, made harmless; a dash if there is none. */
export function textCell(text: string | null, width: number, tone: Tone = 'plain'): Cell {
  return text === null || text === '' ? noneCell() : { text: printable(text, width), tone };
}

/** Longer routes than this are read no further. */
const LONGEST_ROUTE = 300;

/** A route, of which the end is in sight: of many the beginning is the same. */
export function routeCell(route: string | null, width: number, tone: Tone = 'plain'): Cell {
  const cell = textCell(route, Math.max(width, LONGEST_ROUTE), tone);
  return { ...cell, text: truncatePath(cell.text, width) };
}

/** A number of calls, in a larger unit if it is wider than its column; none at all is a dash. */
export function callsCell(count: number, width: number): Cell {
  return count === 0 ? noneCell() : { text: fittingNumber(formatCount(count), count, width) };
}

/** Numbers of calls over time as a line of bars; a dash if nothing is known. */
export function trendCell(counts: readonly number[], { style }: CellContext, width: number): Cell {
  if (counts.length === 0) return noneCell();
  const text = sparkline(counts, { width: Math.min(width, counts.length), ascii: style === 'ascii' });
  return { text, tone: counts.some((count) => count > 0) ? 'chart' : 'muted' };
}

/** Milliseconds without their unit, in thousands and so on if they are wider than their column. */
export function msCell(ms: number | null, width: number): Cell {
  return ms === null ? noneCell() : { text: fittingNumber(formatMs(ms), ms, width) };
}

/** The number as it is written where that fits, else its compact form: a number that is cut is another number. */
export function fittingNumber(text: string, value: number, width: number): string {
  return text.length <= width ? text : formatCompact(value);
}

/** The share of errors among calls. */
export function errorShareCell(errorCount: number, callCount: number, { errorShare }: CellContext): Cell {
  return { text: formatShare(errorCount, callCount), tone: errorShareTone(errorCount, callCount, errorShare) };
}

/** The colour of a share of errors by its scale: muted below what is raised. What is told as 5.0 % is as bad as that. */
export function errorShareTone(errorCount: number, callCount: number, { raised, bad }: ErrorShareScale): Tone {
  const share = callCount > 0 ? Math.round((1000 * errorCount) / callCount) / 1000 : 0;
  if (share >= bad) return 'bad';
  return share >= raised ? 'warn' : 'muted';
}

/** Returns the tone for an HTTP status code. */
export function statusTone(statusCode: number | null): Tone {
  if (statusCode === null) return 'muted';
  if (statusCode >= 500) return 'bad';
  if (statusCode >= 400) return 'warn';
  return statusCode >= 200 && statusCode < 300 ? 'good' : 'plain';
}

/** A time as a record holds it: the text as it is stored if that is no time that can be read, null if there is none. */
export type StoredTime = Date | string | null;

/** A time of a record: the date, or what is stored if it is no time that can be read. */
export function storedTime(date: Date | null, text: string | undefined): StoredTime {
  return date ?? text ?? null;
}

/** Shows the age of something. */
export function ageCell(date: StoredTime, { now }: CellContext, width: number, tone: Tone = 'plain'): Cell {
  if (typeof date === 'string') return textCell(date, width, 'warn');
  if (isInFuture(date, now)) return { text: firstFitting([IN_THE_FUTURE, FUTURE], width), tone: 'warn' };
  return { text: formatAge(date, now), tone };
}

/** A date and time; one that has not come yet says so. */
export function timeCell(date: StoredTime, context: CellContext, width: number): Cell {
  if (typeof date === 'string') return textCell(date, width, 'warn');
  return markedCell(formatInstant(date, context.utc, width), { date, context, width });
}

/** The time of a call on a live screen: the clock alone if it is of today; one that has not come yet says so. */
export function briefTimeCell(date: StoredTime, context: CellContext, width: number): Cell {
  if (typeof date === 'string') return textCell(date, width, 'warn');
  return markedCell(formatBriefInstant(date, context, width), { date, context, width });
}

/** A date; one that has not come yet says so. */
export function dateCell(date: StoredTime, context: CellContext, width: number): Cell {
  if (typeof date === 'string') return textCell(date, width, 'warn');
  return markedCell(formatDate(date, context.utc), { date, context, width });
}

function markedCell(
  text: string,
  { date, context, width }: { readonly date: Date | null; readonly context: CellContext; readonly width: number },
): Cell {
  if (!isInFuture(date, context.now)) return { text, tone: 'muted' };
  const day = formatDate(date, context.utc);
  const forms = [`${text} ${IN_THE_FUTURE}`, `${day} ${IN_THE_FUTURE}`, `${day} ${FUTURE}`, IN_THE_FUTURE, FUTURE];
  return { text: firstFitting(forms, width), tone: 'warn' };
}

function firstFitting(forms: readonly string[], width: number): string {
  return forms.find((form) => form.length <= width) ?? forms.at(-1) ?? '';
}

/** A time for CSV: ISO 8601 UTC, or the text as it is stored. */
export function isoTime(date: StoredTime): string | null {
  if (typeof date === 'string') return date;
  return date === null || Number.isNaN(date.getTime()) ? null : date.toISOString();
}
