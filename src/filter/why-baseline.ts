import type { WhyBaseline } from '../model/call-why.ts';
import type { ChosenBy, PayloadStep } from '../model/why.ts';
import { allOf, negated, termsOf } from './combine.ts';
import type { NumberTest, Query, Term } from './query.ts';

/** The calls that others are compared with: what they fit, apart from times, and what the others were chosen by. */
export interface Comparison {
  readonly how: WhyBaseline['how'];
  readonly query: Query;
  readonly chosenBy: readonly ChosenBy[];
  /** Paths of the request's payload that they were chosen by. */
  readonly chosenPaths: readonly (readonly PayloadStep[])[];
}

const FIRST_ERROR = 400;
const OF_FAILURES: ReadonlySet<Term['kind']> = new Set(['status', 'message', 'group', 'is']);
const SUCCESS: Query = {
  kind: 'status',
  values: [{ is: 'range', from: Number.NEGATIVE_INFINITY, to: FIRST_ERROR, isFromOpen: false, isToOpen: true }],
};
/** Conditions that calls are chosen by, the most telling first: of `user:acme ms:>800` other calls of acme tell more than calls of others. */
const CHOICES: readonly ReadonlySet<Term['kind']>[] = [new Set(['ms']), new Set(['payload', 'body'])];
const CHOSEN_BY: Readonly<Record<Term['kind'], readonly ChosenBy[]>> = {
  user: ['user'],
  route: ['route'],
  status: ['status'],
  ms: ['ms'],
  time: ['time'],
  message: ['message'],
  group: ['message'],
  is: ['status'],
  userIs: ['user'],
  payload: [],
  body: ['payload'],
  word: ['user', 'route', 'status', 'message'],
};

/**
 * Chooses what calls that fit a query are compared with: failed calls with the successful ones, on all routes (a route that fails would be
 * hidden among its own calls); those with a response time or a value in a payload, and those of users and routes, with the others of the
 * same time; calls of a time with those before and after it. What else the query says holds for both.
 */
export function comparisonOf(query: Query, { isSpan }: { readonly isSpan: boolean }): Comparison {
  const parts = partsOf(query);
  const untimed = parts.filter((part) => !isAbout(part, (kind) => kind === 'time'));
  if (untimed.some(fitsFailedAlone)) {
    const rest = untimed.filter((part) => !isAbout(part, (kind) => OF_FAILURES.has(kind)));
    return { how: 'successes', query: allOf([...rest, SUCCESS]), chosenBy: ['status', 'message'], chosenPaths: [] };
  }
  const choice = CHOICES.find((kinds) => untimed.some((part) => isAbout(part, (kind) => kinds.has(kind))));
  if (!choice && (isSpan || untimed.length < parts.length || untimed.length === 0)) {
    return { how: 'around', query: allOf(untimed), chosenBy: ['time'], chosenPaths: [] };
  }
  const chosen = choice ? untimed.filter((part) => isAbout(part, (kind) => choice.has(kind))) : untimed;
  const rest = untimed.filter((part) => !chosen.includes(part));
  return { how: 'others', query: allOf([...rest, negated(allOf(chosen))]), ...chosenIn(allOf(chosen)) };
}

/** The comparison of calls that fit a query with those that fit another, and not it. */
export function comparisonWith(
  query: Query,
  others: Query,
  { isOtherTime }: { readonly isOtherTime: boolean },
): Comparison {
  const { chosenBy, chosenPaths } = chosenIn(query);
  return {
    how: 'given',
    query: allOf([others, negated(query)]),
    chosenBy: isOtherTime ? [...chosenBy, 'time'] : chosenBy,
    chosenPaths,
  };
}

function partsOf(query: Query): readonly Query[] {
  return query.kind === 'and' ? query.parts.flatMap(partsOf) : [query];
}

function isAbout(part: Query, fits: (kind: Term['kind']) => boolean): boolean {
  const terms = termsOf(part);
  return terms.length > 0 && terms.every(({ kind }) => fits(kind));
}

function chosenIn(query: Query): Pick<Comparison, 'chosenBy' | 'chosenPaths'> {
  const terms = termsOf(query);
  const paths = terms.flatMap((term) => (term.kind === 'payload' && term.payload === 'req' ? [term.path] : []));
  return {
    chosenBy: [...new Set(terms.flatMap(({ kind }) => CHOSEN_BY[kind]))],
    chosenPaths: paths.map((path) => path.map((step): PayloadStep => ('key' in step ? step : { any: true }))),
  };
}

function fitsFailedAlone(part: Query): boolean {
  switch (part.kind) {
    case 'and':
      return part.parts.some(fitsFailedAlone);
    case 'or':
      return part.parts.length > 0 && part.parts.every(fitsFailedAlone);
    case 'message':
    case 'group':
    case 'is':
      return true;
    case 'status':
      return part.values.every(isOfErrors);
    default:
      return false;
  }
}

function isOfErrors(test: NumberTest): boolean {
  // `status:>399` means the same whole numbers.
  return test.is === 'range' && (test.isFromOpen ? Math.floor(test.from) + 1 : test.from) >= FIRST_ERROR;
}
