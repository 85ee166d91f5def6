import { combine } from '../../filter/bind.ts';
import type { BoundQuery } from '../../filter/bound-query.ts';
import type { NumberTest } from '../../filter/query.ts';
import type { SummedCalls } from './call-sums.ts';

const FIRST_ERROR = 400;
const FAILED: BoundQuery = { kind: 'error' };

/** The failed calls among those that are asked for. */
export function failedOf(calls: SummedCalls): SummedCalls {
  return { ...calls, query: calls.query === undefined ? FAILED : combine('and', [FAILED, calls.query]) };
}

/** Tells whether a query fits failed calls alone, as far as the query itself shows. */
export function fitsErrorsAlone(query: BoundQuery): boolean {
  return verdictOfSuccess(query) === false;
}

/** Verdict of a query on any call that did not fail; undefined if that depends on the call. */
function verdictOfSuccess(query: BoundQuery): boolean | undefined {
  switch (query.kind) {
    case 'and':
      return anyOf(query.parts.map(verdictOfSuccess), false);
    case 'or':
      return anyOf(query.parts.map(verdictOfSuccess), true);
    case 'not': {
      const verdict = verdictOfSuccess(query.part);
      return verdict === undefined ? undefined : !verdict;
    }
    case 'message':
    case 'groups':
    case 'error':
      return false;
    case 'status':
      return isOfErrors(query.test) ? false : undefined;
    default:
      return undefined;
  }
}

/** One deciding verdict decides; else all must be known. */
function anyOf(verdicts: readonly (boolean | undefined)[], deciding: boolean): boolean | undefined {
  if (verdicts.includes(deciding)) return deciding;
  return verdicts.includes(undefined) ? undefined : !deciding;
}

// A status from 10^15 on counts as none of a failed call.
function isOfErrors(test: NumberTest): boolean {
  return test.is === 'range' && test.from >= FIRST_ERROR && test.to < 1e15;
}
