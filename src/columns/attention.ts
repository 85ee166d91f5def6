import type { AttentionEvidence, AttentionLine, CountedUsers, Danger, FailedOfCalls } from '../model/attention.ts';
import {
  formatBriefInstant,
  formatBytes,
  formatCompact,
  formatCount,
  formatDurationMs,
  formatShare,
  formatWholeShare,
} from '../text/format.ts';
import { printable } from '../text/printable.ts';
import { truncate } from '../text/width.ts';
import { briefTimeCell, isoTime, textCell } from './cells.ts';
import type { Cell, CellContext, Column, Tone } from './column.ts';
import { usualText } from './group-facts.ts';

/** Names and messages are told up to this many cells. */
const LONGEST_NAME = 40;
const LONGEST_MESSAGE = 200;
/** Cells of a time without its seconds where it is of another day. */
export const BRIEF_TIME = 12;

const marks: Readonly<Record<Danger, { readonly sign: string; readonly ascii: string; readonly tone: Tone }>> = {
  bad: { sign: '▲', ascii: '!', tone: 'bad' },
  raised: { sign: '●', ascii: '*', tone: 'warn' },
  low: { sign: '○', ascii: '-', tone: 'muted' },
};

/** Degree of danger: sign and word, or what fits of them. */
export function dangerCell(danger: Danger, { style }: Pick<CellContext, 'style'>, width: number): Cell {
  const { sign, ascii, tone } = marks[danger];
  const mark = style === 'ascii' ? ascii : sign;
  const text = `${mark} ${danger}`;
  return { text: text.length <= width ? text : mark, tone };
}

/** Colour of a degree of danger. */
export function dangerTone(danger: Danger): Tone {
  return marks[danger].tone;
}

/** Says what wants attention, in a few words. */
export function attentionWords(line: AttentionEvidence): string {
  switch (line.kind) {
    case 'silence':
      return 'No calls arrive';
    case 'group':
      return `${line.state.toUpperCase()} ${line.statusCode} ${line.message === null ? 'no message' : printable(line.message, LONGEST_MESSAGE)}`;
    case 'user errors':
      return `${nameOf(line.username)}: ${formatShare(line.errorCount, line.callCount)} of calls fail`;
    case 'errors of many':
      return `${formatCount(line.userCount)} users: ${formatShare(line.errorCount, line.callCount)} of their calls fail`;
    case 'slow route':
      return `${nameOf(line.apiRoute)} is slow: p95 ${formatDurationMs(line.p95ResponseMs)}`;
    case 'dead key':
      return `${nameOf(line.username)} is inactive and still calls`;
    case 'never used':
      return counted(line.userCount, 'active key was never used', 'active keys were never used');
    case 'idle':
      return counted(line.userCount, 'active key is idle', 'active keys are idle');
    case 'cache failures':
      return `${formatShare(line.failedCount, line.entryCount)} of classifications failed`;
    case 'growth':
      return `The database grows by ≈ ${formatBytes(line.growthBytes)} in 30 d`;
  }
}

/** Says in numbers why, each with its unit and window. */
export function attentionEvidence(line: AttentionEvidence, reading: Pick<CellContext, 'now' | 'utc'>): string {
  const timeOf = (date: Date) => formatBriefInstant(date, reading, BRIEF_TIME);
  switch (line.kind) {
    case 'silence':
      return `none in the last hour · at this hour ${formatCount(line.usualCallCount)} or more on each of the last ${line.dayCount} d`;
    case 'group':
      return parts([
        `${callsOf(line.callCount)} of ${counted(line.userCount, 'user', 'users')} in 24 h`,
        line.topUser !== '' && line.userCount > 1 && `${formatWholeShare(line.topUserShare)} ${nameOf(line.topUser)}`,
        line.userCount === 1 && nameOf(line.topUser),
        line.state === 'rising' && line.usualPerHour > 0 && `usually ${usualText(line.usualPerHour)}`,
      ]);
    case 'user errors':
      return parts([
        `${failedOf(line)} in 24 h`,
        line.overSince !== null && `ended ${timeOf(line.overSince)}`,
        usualOf(line.usual),
      ]);
    case 'errors of many':
      return parts([
        `${failedOf(line)} in 24 h`,
        line.overSince !== null && `ended ${timeOf(line.overSince)}`,
        namesOf(line),
      ]);
    case 'slow route':
      return `${callsOf(line.callCount)} in the last hour · usually ${formatDurationMs(line.usualP95Ms)} at this hour (${line.dayCount} d)`;
    case 'dead key':
      return `${callsOf(line.callCount)} refused in 24 h (401, 403)`;
    case 'never used':
      return `made more than ${line.days} d ago · ${namesOf(line)}`;
    case 'idle':
      return `no call for more than ${line.days} d · ${namesOf(line)}`;
    case 'cache failures':
      return parts([
        `${formatCount(line.failedCount)} of ${formatCount(line.entryCount)} entries`,
        line.lastFailedAt !== null && `last ${timeOf(line.lastFailedAt)}`,
      ]);
    case 'growth':
      return `≈ ${formatCompact(line.callCount)} calls in 30 d at the pace of the last 7 d · ${formatBytes(line.sizeBytes)} now · no cleanup in 30 d`;
  }
}

/** The columns of a list of what wants attention. */
export const attentionColumns: readonly Column<AttentionLine>[] = [
  {
    id: 'danger',
    header: 'DANGER',
    align: 'left',
    minWidth: 8,
    maxWidth: 8,
    priority: 1,
    cell: ({ danger }, context, width) => dangerCell(danger, context, width),
    value: ({ danger }) => danger,
  },
  {
    id: 'what',
    header: 'WHAT',
    align: 'left',
    minWidth: 24,
    maxWidth: 80,
    grow: 3,
    priority: 0,
    cell: (line, _context, width) => textCell(attentionWords(line), width, 'strong'),
    value: attentionWords,
  },
  {
    id: 'evidence',
    header: 'EVIDENCE',
    align: 'left',
    minWidth: 36,
    grow: 1,
    priority: 3,
    cell: (line, context, width) => textCell(attentionEvidence(line, context), width),
    value: (line) => attentionEvidence(line, { now: new Date(0), utc: true }),
  },
  {
    id: 'since',
    header: 'SINCE',
    align: 'left',
    minWidth: 12,
    maxWidth: 12,
    priority: 2,
    cell: ({ since }, context, width) => briefTimeCell(since, context, width),
    value: ({ since }) => isoTime(since),
  },
];

function nameOf(name: string): string {
  return truncate(printable(name, LONGEST_NAME), LONGEST_NAME);
}

function counted(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function callsOf(count: number): string {
  return counted(count, 'call', 'calls');
}

function failedOf({ errorCount, callCount }: FailedOfCalls): string {
  return `${formatCount(errorCount)} of ${callsOf(callCount)} failed`;
}

function usualOf({ callCount, errorCount }: FailedOfCalls): string {
  if (callCount === 0) return 'no calls in the 7 d before';
  return `${formatShare(errorCount, callCount)} of ${formatCount(callCount)} in the 7 d before`;
}

function namesOf({ userCount, usernames }: CountedUsers): string {
  const more = userCount - usernames.length;
  const names = usernames.map(nameOf).join(', ');
  return more > 0 ? `${names} and ${formatCount(more)} more` : names;
}

function parts(words: readonly (string | false)[]): string {
  return words.filter((word) => word !== false && word !== '').join(' · ');
}
