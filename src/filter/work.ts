import { combine, negate } from './bind.ts';
import type { BoundQuery, BoundTerm, WorkClass } from './bound-query.ts';

const COST: Readonly<Record<WorkClass, number>> = { sums: 0, compact: 1, group: 2, message: 3, payload: 4 };

/** The kind of work that a query needs: that of its dearest condition. */
export function workOf(query: BoundQuery): WorkClass {
  return termsOf(query).reduce<WorkClass>((dearest, term) => dearer(dearest, workOfTerm(term)), 'sums');
}

/** The place of the work of a query among the kinds of work, the cheapest first. */
export function costOf(query: BoundQuery): number {
  return COST[workOf(query)];
}

/** The same query for calls of which no message is known: conditions on messages and groups do not fit. */
export function withoutMessages(query: BoundQuery): BoundQuery {
  switch (query.kind) {
    case 'and':
    case 'or':
      return combine(query.kind, query.parts.map(withoutMessages));
    case 'not':
      return negate(withoutMessages(query.part));
    case 'message':
    case 'groups':
      return { kind: 'or', parts: [] };
    default:
      return query;
  }
}

/** The conditions of a query, wherever they stand in it. */
export function termsOf(query: BoundQuery): readonly BoundTerm[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.flatMap(termsOf);
    case 'not':
      return termsOf(query.part);
    default:
      return [query];
  }
}

function workOfTerm({ kind }: BoundTerm): WorkClass {
  if (kind === 'payload' || kind === 'body') return 'payload';
  if (kind === 'message') return 'message';
  return kind === 'groups' ? 'group' : 'compact';
}

function dearer(one: WorkClass, other: WorkClass): WorkClass {
  return COST[one] >= COST[other] ? one : other;
}
