import type { ChosenBy, ComparedCall, NumberSpan, WhyFact } from '../../model/why.ts';
import { CallNumbers, CallValues } from './call-values.ts';
import { type CountedFact, countedFact, FEWEST_CALLS, type Field } from './fact.ts';
import { intervalFact } from './interval-fact.ts';
import type { Counts } from './score.ts';

const FIRST_ERROR = 400;
const MICROS_PER_MS = 1000;
const CALLS_AT_A_TIME = 1000;

/** The facts about calls that need no payload. What they were chosen by is none. */
export class CallFacts {
  readonly #chosenBy: ReadonlySet<ChosenBy>;
  readonly #users = new CallValues<string>();
  readonly #routes = new CallValues<string>();
  readonly #statuses = new CallValues<number>();
  readonly #messages = new CallValues<string>();
  readonly #payloads = new CallValues<'none' | 'some'>();
  readonly #times = new CallNumbers();
  readonly #durations = new CallNumbers();
  readonly #sizes = new CallNumbers();

  constructor(chosenBy: readonly ChosenBy[]) {
    this.#chosenBy = new Set(chosenBy);
  }

  /** Notes all calls, with a pause now and then. */
  *addAll(calls: readonly ComparedCall[]): Generator<undefined, void> {
    for (const [index, call] of calls.entries()) {
      this.#add(call, index);
      if (index % CALLS_AT_A_TIME === 0) yield;
    }
  }

  /** The facts, a field at a time. */
  *facts(of: Counts): Generator<readonly CountedFact[], void> {
    yield valueFacts('user', this.#users, of, (value) => ({ kind: 'user', value }));
    yield valueFacts('route', this.#routes, of, (value) => ({ kind: 'route', value }));
    yield valueFacts('status', this.#statuses, of, (value) => ({ kind: 'status', value }));
    yield valueFacts('message', this.#messages, of, (value) => ({ kind: 'message', value }));
    yield valueFacts('request', this.#payloads, of, (value) => payloadFact(value));
    yield spanFacts('time', this.#times, of, (span) => ({ kind: 'time', ...span }));
    yield spanFacts('ms', this.#durations, of, (span) => ({ kind: 'ms', ...span }));
    yield spanFacts('size', this.#sizes, of, (span) => ({ kind: 'size', ...span }));
  }

  #add(call: ComparedCall, index: number): void {
    const { username, route, statusCode, message, at, ms, requestBytes } = call;
    const isChosenBy = (property: ChosenBy) => this.#chosenBy.has(property);
    if (!isChosenBy('user')) this.#users.add(username, index);
    if (!isChosenBy('route')) this.#routes.add(route, index);
    if (!isChosenBy('status') && !isChosenBy('message') && statusCode !== null) {
      this.#statuses.add(statusCode, index);
      if (message && statusCode >= FIRST_ERROR) this.#messages.add(message, index);
    }
    if (!isChosenBy('time')) this.#times.add(at, index);
    // As filters compare it: in whole microseconds.
    if (!isChosenBy('ms') && ms !== null) this.#durations.add(Math.round(ms * MICROS_PER_MS) / MICROS_PER_MS, index);
    if (isChosenBy('payload')) return;
    this.#payloads.add(requestBytes === null ? 'none' : 'some', index);
    if (requestBytes !== null) this.#sizes.add(requestBytes, index);
  }
}

function payloadFact(value: 'none' | 'some'): WhyFact {
  if (value === 'none') return { kind: 'request', is: 'none' };
  return { kind: 'payload', path: [], test: { is: 'present' } };
}

function valueFacts<Value>(
  kind: Field['kind'],
  { calls }: CallValues<Value>,
  of: Counts,
  factOf: (value: Value) => WhyFact,
): readonly CountedFact[] {
  const field: Field = { kind, depth: depthOf(kind) };
  return [...calls]
    .filter(([, { length }]) => length >= FEWEST_CALLS)
    .map(([value, having]) => countedFact(field, factOf(value), having, { hereCount: of.here }));
}

function spanFacts(
  kind: Field['kind'],
  numbers: CallNumbers,
  of: Counts,
  factOf: (span: NumberSpan) => WhyFact,
): readonly CountedFact[] {
  const found = intervalFact({ kind, depth: depthOf(kind) }, numbers, of, factOf);
  return found ? [found] : [];
}

// User and route are what people ask for first; a size follows from what is in the payload.
function depthOf(kind: Field['kind']): number {
  if (kind === 'size') return 9;
  return kind === 'user' || kind === 'route' ? 0 : 1;
}
