import { allOf } from '../../../filter/combine.ts';
import { printFilter } from '../../../filter/print.ts';
import type { Query } from '../../../filter/query.ts';
import { type Comparison, comparisonOf, comparisonWith } from '../../../filter/why-baseline.ts';
import type { WhyBaseline, WhyRequest } from '../../../model/call-why.ts';
import type { Window } from '../../../model/window.ts';
import type { ResolveFilter } from '../call-filters.ts';
import { FIRST_MS } from '../timestamps.ts';
import type { CallsOfWindow } from './sample-calls.ts';

const HOUR_MS = 3_600_000;
const LENGTHS_AROUND = 4;

/** The question which calls are compared, in every part that must be known to read them. */
export interface WhyQuestion {
  readonly window: { readonly from: Date; readonly to: Date };
  readonly here: CallsOfWindow;
  readonly elsewhere: readonly CallsOfWindow[];
  readonly baseline: WhyBaseline;
  readonly comparison: Comparison;
}

/** Resolves a request. Throws a PresentsError for a filter that makes no sense. */
export async function whyQuestion(request: WhyRequest, resolve: ResolveFilter, now: Date): Promise<WhyQuestion> {
  const { filter = '', isSpan = false, against } = request;
  const selected = await resolve(request.window, { filter });
  const window = closed(selected.window, now);
  const comparison = against
    ? await comparedWith(selected.query, window, against, resolve)
    : comparisonOf(selected.query, { isSpan });
  const othersFilter = printFilter(comparison.query);
  const windows =
    comparison.how === 'around' ? around(window, lengthOf(window), now) : [closed(against?.window ?? window, now)];
  const elsewhere = await Promise.all(windows.map((other) => resolve(other, { filter: othersFilter })));
  return {
    window,
    here: { window, calls: selected.calls },
    elsewhere: elsewhere.map((other) => ({ window: closed(other.window, now), calls: other.calls })),
    baseline: {
      how: comparison.how,
      windows: elsewhere.map((other) => closed(other.window, now)),
      filter: against ? (against.filter ?? '') : othersFilter,
    },
    comparison,
  };
}

async function comparedWith(
  query: Query,
  window: WhyQuestion['window'],
  against: NonNullable<WhyRequest['against']>,
  resolve: ResolveFilter,
): Promise<Comparison> {
  const others = await resolve(against.window ?? window, { filter: against.filter ?? '' });
  const isOtherTime =
    others.window.from.getTime() !== window.from.getTime() || others.window.to?.getTime() !== window.to.getTime();
  const inTime: Query = {
    kind: 'time',
    values: [
      {
        is: 'between',
        from: { at: 'instant', ms: window.from.getTime() },
        to: { at: 'instant', ms: window.to.getTime() },
      },
    ],
  };
  return comparisonWith(isOtherTime ? allOf([query, inTime]) : query, others.query, { isOtherTime });
}

/** The same question with what is around a peak, in place of what is around the span, as the others. */
export function aroundPeak(
  question: WhyQuestion,
  peak: { readonly from: number; readonly to: number },
  now: Date,
): WhyQuestion {
  const [some] = question.elsewhere;
  if (some === undefined) return question;
  const windows = around({ from: new Date(peak.from), to: new Date(peak.to) }, lengthOf(question.window), now);
  const elsewhere = windows.map((window) => ({ window, calls: some.calls }));
  return { ...question, elsewhere, baseline: { ...question.baseline, windows } };
}

/** The times before a span and after it, several times as long as `lengthMs`, as far as they are over. */
function around({ from, to }: WhyQuestion['window'], lengthMs: number, now: Date): readonly Window[] {
  const sideMs = Math.max(HOUR_MS, LENGTHS_AROUND * lengthMs);
  const before = { from: new Date(Math.max(FIRST_MS, from.getTime() - sideMs)), to: from };
  const after = { from: to, to: new Date(Math.min(to.getTime() + sideMs, now.getTime())) };
  return after.to > after.from ? [before, after] : [before];
}

function lengthOf({ from, to }: WhyQuestion['window']): number {
  return to.getTime() - from.getTime();
}

function closed({ from, to }: Window, now: Date): WhyQuestion['window'] {
  return { from, to: to ?? new Date(Math.max(now.getTime(), from.getTime())) };
}
