import type { NumberSpan, PayloadStep, PayloadTest, WhyFact } from '../model/why.ts';
import type { JsonTest, NumberRange, PathStep, Query, Term, TextTest, TimePoint } from './query.ts';

const LONGEST_TEXT = 1000;
// As many lists as a path of a filter may have.
const MOST_LISTS = 10;

/** The filter of the calls for which all facts hold; null if the language has no words for one of them. */
export function filterOfFacts(facts: readonly WhyFact[]): Query | null {
  const terms = facts.map(termsOfFact);
  const [only, another] = terms.flatMap((list) => list ?? []);
  if (terms.includes(null) || only === undefined) return null;
  return another === undefined ? only : { kind: 'and', parts: terms.flatMap((list) => list ?? []) };
}

/** The conditions that together say a fact; null for those that filters do not know: sizes, lengths, payloads that are no JSON. */
export function termsOfFact(fact: WhyFact): readonly Query[] | null {
  switch (fact.kind) {
    case 'user':
    case 'route':
    case 'message':
      return [{ kind: fact.kind, values: [wholeText(fact.value)] }];
    case 'status':
      return [{ kind: 'status', values: [closed(fact.value, fact.value)] }];
    case 'time':
      return [{ kind: 'time', values: [{ is: 'between', from: instant(fact.from), to: instant(fact.to) }] }];
    case 'ms':
      return responseTime(fact);
    case 'size':
      return null;
    case 'request':
      return fact.is === 'none' ? [without([])] : null;
    case 'payload':
      return payloadTerms(fact.path, fact.test);
  }
}

function payloadTerms(path: readonly PayloadStep[], test: PayloadTest): readonly Query[] | null {
  if (path.filter((step) => 'any' in step).length > MOST_LISTS) return null;
  switch (test.is) {
    case 'text':
      return [payload(path, test.isCut ? beginning(test.text) : { is: 'text', text: test.text })];
    case 'literal':
      return [payload(path, test)];
    case 'range':
      return ranges(test).map((range) => payload(path, range));
    case 'length':
      return null;
    case 'present':
      return [payload(path, { is: 'present' })];
    case 'missing':
      return [payload(path.slice(0, -1), { is: 'present' }), without(path)];
  }
}

function payload(path: readonly PathStep[], test: JsonTest): Term {
  return { kind: 'payload', payload: 'req', path, values: [test] };
}

function without(path: readonly PathStep[]): Query {
  return { kind: 'not', part: payload(path, { is: 'present' }) };
}

// Filters know no response times below zero.
function responseTime({ from, to, isToOpen }: NumberSpan): readonly Term[] | null {
  if (to !== null && to < 0) return null;
  const span = { from: from !== null && from > 0 ? from : null, to, isToOpen };
  if (span.from === null && to === null) return [{ kind: 'ms', values: [{ is: 'present' }] }];
  return ranges(span).map((range) => ({ kind: 'ms', values: [range] }));
}

/** A span as ranges that must all hold: with two ends, a filter can write only a closed one. */
function ranges({ from, to, isToOpen }: NumberSpan): readonly NumberRange[] {
  const low = from ?? Number.NEGATIVE_INFINITY;
  const high = to ?? Number.POSITIVE_INFINITY;
  const isOpen = isToOpen && to !== null;
  if (!isOpen || from === null) return [{ ...closed(low, high), isToOpen: isOpen }];
  return [closed(low, Number.POSITIVE_INFINITY), { ...closed(Number.NEGATIVE_INFINITY, high), isToOpen: true }];
}

function closed(from: number, to: number): NumberRange {
  return { is: 'range', from, to, isFromOpen: false, isToOpen: false };
}

function wholeText(text: string): TextTest {
  return text.length > LONGEST_TEXT ? beginning(text.slice(0, LONGEST_TEXT)) : { is: 'text', text };
}

function beginning(text: string): TextTest {
  return { is: 'glob', parts: [text, ''] };
}

function instant(ms: number | null): TimePoint | null {
  return ms === null ? null : { at: 'instant', ms };
}

/** True for a single condition. */
export function isSimpleTerm(query: Query): query is Term {
  return query.kind !== 'and' && query.kind !== 'or' && query.kind !== 'not';
}
