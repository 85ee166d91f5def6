import { combine, negate } from '../../filter/bind.ts';
import type { BoundQuery } from '../../filter/bound-query.ts';
import { termsOf, withoutMessages, workOf } from '../../filter/work.ts';
import type { Span } from '../answers/spans.ts';

/** A span and the query, one without times, that its calls must fit; undefined if all do. */
export interface TimedQuery {
  readonly span: Span;
  /** Of a query that looks at messages, the part for calls that did not fail. */
  readonly query: BoundQuery | undefined;
  /** The whole of a query that looks at messages: the log finds the failed calls that fit it. */
  readonly ofFailed?: BoundQuery;
}

/** A query taken apart by the times in it. */
export interface TimedQueries {
  readonly pieces: readonly TimedQuery[];
  /** True when a second is cut, so that times without their fraction do not tell which calls fit. */
  readonly cutsSeconds: boolean;
}

/**
 * Takes a span apart at the times in a query, so that in each piece the query is one without times; pieces that no call fits are left
 * out. Undefined where the query looks at what the index does not hold.
 */
export function cutByTime(query: BoundQuery, span: Span): TimedQueries | undefined {
  const work = workOf(query);
  if (work === 'payload') return undefined;
  const times = termsOf(query).flatMap((term) => (term.kind === 'time' ? [term.from, term.to] : []));
  const cuts = times.map((ms) => ms / 1000).filter((second) => second > span.from && second < span.until);
  const starts = [...new Set([span.from, ...cuts.map(Math.ceil)])].sort((one, other) => one - other);
  const pieces = starts.flatMap((from, index): readonly TimedQuery[] => {
    const until = starts[index + 1] ?? span.until;
    const inPiece = resolve(query, from * 1000);
    if (isAlways('or', inPiece) || from >= until) return [];
    const piece = { from, until };
    if (isAlways('and', inPiece)) return [{ span: piece, query: undefined }];
    if (workOf(inPiece) !== 'message') return [{ span: piece, query: inPiece }];
    const ofOthers = combine('and', [negate({ kind: 'error' }), withoutMessages(inPiece)]);
    return [{ span: piece, query: ofOthers, ofFailed: inPiece }];
  });
  return { pieces, cutsSeconds: cuts.some((second) => !Number.isInteger(second)) };
}

/** The query as it is at a time, in milliseconds. */
function resolve(query: BoundQuery, ms: number): BoundQuery {
  switch (query.kind) {
    case 'and':
    case 'or':
      return combine(
        query.kind,
        query.parts.map((part) => resolve(part, ms)),
      );
    case 'not':
      return negate(resolve(query.part, ms));
    case 'time':
      return { kind: query.from <= ms && ms < query.to ? 'and' : 'or', parts: [] };
    default:
      return query;
  }
}

/** Tells whether a query, one without times, fits no call. */
export function fitsNone(query: BoundQuery | undefined): boolean {
  return query !== undefined && isAlways('or', query);
}

function isAlways(kind: 'and' | 'or', query: BoundQuery): boolean {
  return query.kind === kind && query.parts.length === 0;
}
