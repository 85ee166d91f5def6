import type { Reader } from './civil-time.ts';
import { instantMs } from './civil-time.ts';
import { negated, termsOf } from './combine.ts';
import { parseFilter } from './parse.ts';
import { printFilter } from './print.ts';
import type { Query, Term, TimePoint } from './query.ts';

/** The parts of a filter that must all fit, as they were typed; the whole of one with a fault. */
export function chipsOf(filter: string): readonly string[] {
  const parsed = parseFilter(filter);
  if ('fault' in parsed) return [filter.trim()];
  return parsed.parts.map(({ at, length }) => filter.slice(at, at + length));
}

/** A filter without the last of its parts. */
export function withoutLastChip(filter: string): string {
  return chipsOf(filter).slice(0, -1).join(' ');
}

/** A filter without the part at a place. */
export function withoutChip(filter: string, place: number): string {
  return chipsOf(filter)
    .filter((_, at) => at !== place)
    .join(' ');
}

/** A filter without its conditions on a field, as far as they are parts of their own. */
export function withoutField(filter: string, field: Term['kind']): string {
  return chipsOf(filter)
    .filter((chip) => !isOfField(chip, (term) => term.kind === field))
    .join(' ');
}

/**
 * A filter narrowed by a condition: `only` calls that fit it, in place of all earlier conditions on the same field, or those that
 * do `not`. A filter with a fault is replaced.
 */
export function withTerm(filter: string, term: Term, which: 'only' | 'not'): string {
  const chips = 'fault' in parseFilter(filter) ? [] : chipsOf(filter);
  const [only, not] = [printFilter(term), printFilter(negated(term))];
  const added = which === 'only' ? only : not;
  const isReplaced = (chip: string): boolean => {
    const query = queryOf(chip);
    const printed = query && printFilter(query);
    // Only this and not this beside each other would fit nothing.
    return (
      printed === only || printed === not || (which === 'only' && isOfField(chip, (one) => isSameField(one, term)))
    );
  };
  const kept = chips.filter((chip) => !isReplaced(chip));
  return [...kept.map(asOnePart), added].join(' ');
}

/** The filter of the calls that fit two filters. */
export function withBoth(filter: string, other: string): string {
  return [...chipsOf(filter), ...chipsOf(other)].map(asOnePart).join(' ');
}

/** Tells whether a condition of a filter, negated or not, passes a test; a filter with a fault has none. */
export function isFilterAbout(filter: string, fits: (term: Term) => boolean): boolean {
  const query = queryOf(filter);
  return query !== undefined && termsOf(query).some(fits);
}

/** A filter whose civil times are instants, as `reader` means them now. What is counted back from now stays so. */
export function inZone(filter: string, reader: Reader): string {
  const parsed = parseFilter(filter);
  if ('fault' in parsed || !hasCivilTime(parsed.query)) return filter;
  return printFilter(withInstants(parsed.query, reader));
}

// Alternatives beside another part would be `a OR (b c)`. What is in parentheses already is negated as a whole.
function asOnePart(chip: string): string {
  return queryOf(chip)?.kind === 'or' && queryOf(`-${chip}`)?.kind === 'or' ? `(${chip})` : chip;
}

function isOfField(chip: string, fits: (term: Term) => boolean): boolean {
  const query = queryOf(chip);
  return query !== undefined && termsOf(query).every(fits);
}

function queryOf(filter: string): Query | undefined {
  const parsed = parseFilter(filter);
  return 'fault' in parsed ? undefined : parsed.query;
}

function isSameField(one: Term, other: Term): boolean {
  // A failed call may be in several states at once.
  if (one.kind !== other.kind || one.kind === 'is') return false;
  if (one.kind !== 'payload' || other.kind !== 'payload') return true;
  return one.payload === other.payload && JSON.stringify(one.path) === JSON.stringify(other.path);
}

function hasCivilTime(query: Query): boolean {
  return termsOf(query).some(
    (term) => term.kind === 'time' && term.values.some(({ from, to }) => [from, to].some(isCivil)),
  );
}

function isCivil(point: TimePoint | null): boolean {
  return point?.at === 'civil' || point?.at === 'start';
}

function withInstants(query: Query, reader: Reader): Query {
  if (query.kind === 'and' || query.kind === 'or') {
    return { kind: query.kind, parts: query.parts.map((part) => withInstants(part, reader)) };
  }
  if (query.kind === 'not') return { kind: 'not', part: withInstants(query.part, reader) };
  if (query.kind !== 'time') return query;
  const instant = (point: TimePoint | null): TimePoint | null =>
    point !== null && isCivil(point) ? { at: 'instant', ms: instantMs(point, reader) } : point;
  return {
    kind: 'time',
    values: query.values.map(({ from, to }) => ({ is: 'between', from: instant(from), to: instant(to) })),
  };
}
