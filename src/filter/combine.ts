import type { Query, Term } from './query.ts';

/** All parts must fit: flat, and a single part stands for itself. */
export function allOf(parts: readonly Query[]): Query {
  return combined('and', parts);
}

/** One of the parts must fit: flat, and a single part stands for itself. */
export function oneOfAll(parts: readonly Query[]): Query {
  return combined('or', parts);
}

/** The part must not fit; two negations are none. */
export function negated(part: Query): Query {
  return part.kind === 'not' ? part.part : { kind: 'not', part };
}

/** The conditions of a query, wherever they stand in it. */
export function termsOf(query: Query): readonly Term[] {
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

function combined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { kind, parts: flat };
}

/** Number of conditions of a query, each value of a field counted. */
export function testCountOf(query: Query): number {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.parts.reduce((count, part) => count + testCountOf(part), 0);
    case 'not':
      return testCountOf(query.part);
    case 'word':
      return 1;
    default:
      return query.values.length;
  }
}

/** Depth of a query: a single condition has 1. */
export function depthOf(query: Query): number {
  if (query.kind === 'and' || query.kind === 'or') return 1 + Math.max(0, ...query.parts.map(depthOf));
  return query.kind === 'not' ? 1 + depthOf(query.part) : 1;
}
