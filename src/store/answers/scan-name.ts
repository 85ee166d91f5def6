import type { BoundQuery, BoundTerm } from '../../filter/bound-query.ts';
import type { SummedCalls } from './call-sums.ts';

const MINUTE_MS = 60_000;

/** The calls that a scan looks for. Times that count back from now move with each question: a scan holds for a minute of them. */
export function withMinutes({ query, ...calls }: SummedCalls): SummedCalls {
  return {
    ...calls,
    ...(query && { query: mapTerms(query, (term) => (term.kind === 'time' ? inMinutes(term) : term)) }),
  };
}

function inMinutes(time: Extract<BoundTerm, { readonly kind: 'time' }>): BoundTerm {
  const floor = (ms: number) => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  return { ...time, from: floor(time.from), to: floor(time.to) };
}

function mapTerms(query: BoundQuery, map: (term: BoundTerm) => BoundTerm): BoundQuery {
  if (query.kind === 'not') return { kind: 'not', part: mapTerms(query.part, map) };
  if ('parts' in query) return { kind: query.kind, parts: query.parts.map((part) => mapTerms(part, map)) };
  return map(query);
}
