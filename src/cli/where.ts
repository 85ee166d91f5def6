import { type Command, Option } from 'commander';
import { printFilter } from '../filter/print.ts';
import type { Query } from '../filter/query.ts';
import { timeSpanOf } from '../filter/time-span.ts';
import type { Window } from '../model/window.ts';
import type { TimeEnds } from '../questions/call-slices.ts';
import { FIRST_MS } from '../store/answers/timestamps.ts';
import { formatDateTime, formatSpan, zoneName } from '../text/format.ts';
import { printable } from '../text/printable.ts';
import { truncate } from '../text/width.ts';
import type { Context } from './context.ts';
import { requireFilter } from './filter-error.ts';
import { narrate, outputWidth } from './print/print.ts';

/** More of a filter is not repeated where nothing else sets a limit, in cells. */
const LONGEST_SHOWN = 200;
/** Options that say how far to look back. */
const LENGTHS = ['hours', 'days'] as const;

/** A filter as it was typed, and its query. */
export interface Where {
  readonly filter: string;
  readonly query: Query;
}

/** Makes the option that takes a filter of calls; with two of them a call must fit both. */
export function whereOption(): Option {
  return new Option('--where <filter>', "only calls that fit a filter, such as 'status:5xx -user:acme-*'").argParser(
    (text: string, before: Where | undefined): Where => {
      const query = requireFilter(text);
      if (before === undefined) return { filter: text, query };
      const whole: Query = { kind: 'and', parts: [before.query, query] };
      return { filter: printFilter(whole), query: whole };
    },
  );
}

/** The filter as the store takes it. */
export function callsWhere(where: Where | undefined): { readonly filter?: string } {
  return where === undefined ? {} : { filter: where.filter };
}

/** The time of a filter that says one; it counts instead of the options, which is said if one is given. */
export function timeOf(context: Context, where: Where | undefined, command: Command): TimeEnds | undefined {
  const span = where && timeSpanOf(where.query, { now: context.io.now(), isUtc: false });
  if (span === undefined) return undefined;
  for (const name of LENGTHS) {
    if (command.getOptionValueSource(name) !== 'cli') continue;
    narrate(context, `--${name} is ignored: the filter has a time of its own.`, 'warn');
  }
  return span;
}

/** The window between two ends. */
export function windowOf({ from, to }: TimeEnds): Window {
  return { from: from ?? new Date(FIRST_MS), to };
}

/** The line of an answer that repeats its filter; none if there is none. */
export function whereLines({ io, paintOut }: Context, where: Where | undefined): readonly string[] {
  if (where === undefined || where.filter.trim() === '') return [];
  const width = outputWidth(io) ?? LONGEST_SHOWN;
  return [paintOut(truncate(`where: ${printable(where.filter, width)}`, width), 'muted')];
}

/** From when to when: `Tue 24 Nov 17:44 – Wed 25 Nov 17:44 UTC`, or `until …` if it has no beginning. */
export function windowWords({ from, to }: Window, now: Date): string {
  const end = to ?? now;
  return from.getTime() > FIRST_MS
    ? formatSpan(from, end, false, now)
    : `until ${formatDateTime(end, false)} ${zoneName(end, false)}`;
}
