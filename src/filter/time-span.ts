import { instantMs, type Reader } from './civil-time.ts';
import type { Query } from './query.ts';

/** A span of time `[from, to)`; null is open. */
export interface TimeSpan {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** The span outside of which no call fits a query; undefined if the query has no `time:` that must hold. */
export function timeSpanOf(query: Query, reader: Reader): TimeSpan | undefined {
  const [from, to] = hull(query, reader);
  if (from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY) return undefined;
  return { from: dateOf(from), to: dateOf(to) };
}

type Hull = readonly [fromMs: number, toMs: number];

const ANY: Hull = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

function hull(query: Query, reader: Reader): Hull {
  switch (query.kind) {
    case 'and':
      return query.parts
        .map((part) => hull(part, reader))
        .reduce(([from, to], [nextFrom, nextTo]) => [Math.max(from, nextFrom), Math.min(to, nextTo)], ANY);
    case 'or':
      return query.parts.length === 0 ? ANY : around(query.parts.map((part) => hull(part, reader)));
    case 'time':
      return around(
        query.values.map(({ from, to }) => [
          from === null ? ANY[0] : instantMs(from, reader),
          to === null ? ANY[1] : instantMs(to, reader),
        ]),
      );
    default:
      return ANY;
  }
}

function around(hulls: readonly Hull[]): Hull {
  return [Math.min(...hulls.map(([from]) => from)), Math.max(...hulls.map(([, to]) => to))];
}

function dateOf(ms: number): Date | null {
  return Number.isFinite(ms) ? new Date(ms) : null;
}
