import type { Scan } from '../../model/scan.ts';
import type { Window } from '../../model/window.ts';
import type { Patience } from '../answers/patience.ts';
import { spanOf } from '../answers/spans.ts';
import { findFailed, lookAtFailed } from './find-failed.ts';
import type { IndexView } from './index-view.ts';
import type { StatisticsIndex } from './statistics-index.ts';
import type { TimedQuery } from './timed-queries.ts';

const MOST_SHARE = 0.99;
// Between two looks other questions get their turn.
const LOOK_MS = 10;

/** Queries on calls of a window, and the patience of who asks. */
export interface MessageQuestion {
  readonly queries: readonly TimedQuery[];
  readonly patience: Patience | undefined;
}

/**
 * Has the log looked through for failed calls, the newest first, where queries look at messages, as long as the patience lasts,
 * and notes how far that got. Returns the part of the window that was looked through, or undefined if the index cannot tell.
 */
export async function lookAtMessages(
  index: StatisticsIndex,
  window: Window,
  { queries, patience }: MessageQuestion,
): Promise<Window | undefined> {
  if (queries.every(({ ofFailed }) => ofFailed === undefined)) return window;
  const untilMs = performance.now() + (patience?.ms ?? Number.POSITIVE_INFINITY);
  const budgetMs = patience === undefined ? Number.POSITIVE_INFINITY : Math.min(LOOK_MS, patience.ms);
  const { from } = spanOf(window);
  let reached: number | undefined;
  do {
    reached = await index.ask(window, ({ sources }) => lookAtFailed(sources, queries, budgetMs));
    if (reached === undefined) return undefined;
  } while (reached > from && performance.now() < untilMs);
  const looked = reached <= from ? window : { ...window, from: new Date(reached * 1000) };
  if (patience === undefined) return looked;
  const clipped = queries.flatMap((query) => clip(query, reached));
  const scan = await index.ask(window, (view) => scanOf(view, clipped, { looked, isComplete: looked === window }));
  if (scan !== undefined) patience.note(scan);
  return scan && looked;
}

async function scanOf(
  view: IndexView,
  queries: readonly TimedQuery[],
  { looked, isComplete }: { readonly looked: Window; readonly isComplete: boolean },
): Promise<Scan | undefined> {
  const found = await findFailed(view.sources, queries);
  if (found === undefined) return undefined;
  const foundCount = [...view.callsByHour(found).values()].reduce((sum, callCount) => sum + callCount, 0);
  const { from, until } = view.extent;
  const share = (until - spanOf(looked).from) / Math.max(1, until - from);
  return { share: isComplete ? 1 : Math.min(MOST_SHARE, share), backTo: looked.from, isComplete, foundCount };
}

/** The part of a query from a second on. */
function clip(query: TimedQuery, second: number): readonly TimedQuery[] {
  const { from, until } = query.span;
  return until <= second ? [] : [{ ...query, span: { from: Math.max(from, second), until } }];
}
