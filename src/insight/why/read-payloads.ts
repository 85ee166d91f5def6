import type { ComparedCall, PayloadStep } from '../../model/why.ts';
import { type CountedFact, countedFact, FEWEST_CALLS } from './fact.ts';
import { PayloadPaths } from './payload-paths.ts';
import type { Counts } from './score.ts';

const LARGEST_BYTES = 65_536;
const MOST_BYTES = 24_000_000;
// A few milliseconds of work: bytes of text, and what each payload costs among them.
const STEP_COST = 100_000;
const CALL_COST = 1500;

/** The paths of the payloads of all calls, and the facts about payloads that are no JSON. */
export interface ReadPayloads {
  readonly paths: PayloadPaths;
  readonly notJson: (of: Counts) => Iterable<readonly CountedFact[]>;
}

/** A wish of whoever compares calls: the payloads of those at some places, which must be there at the next step. */
export interface PayloadWish {
  readonly payloadsOf: readonly number[];
}

/** Reads the payloads of all calls, in steps, the first of which asks for them. */
export function* readPayloads(
  calls: readonly ComparedCall[],
  leftOut: readonly (readonly PayloadStep[])[],
): Generator<PayloadWish | undefined, ReadPayloads> {
  const paths = new PayloadPaths();
  for (const steps of leftOut) paths.leaveOut(steps);
  const broken: number[] = [];
  const wanted = placesToRead(calls);
  yield { payloadsOf: wanted };
  let cost = 0;
  for (const index of wanted) {
    const { requestBytes, requestPayload } = calls[index] ?? NO_PAYLOAD;
    const payload = parsed(requestPayload);
    if (payload === undefined) broken.push(index);
    else paths.add(payload.value, index);
    cost += (requestBytes ?? 0) + CALL_COST;
    if (cost < STEP_COST) continue;
    cost = 0;
    yield;
  }
  return { paths, notJson: ({ here }) => [factsOf(broken, here)] };
}

const NO_PAYLOAD = { requestBytes: null, requestPayload: null };

function placesToRead(calls: readonly ComparedCall[]): readonly number[] {
  const largest = largestRead(calls);
  return calls.flatMap(({ requestBytes }, index) => (requestBytes === null || requestBytes > largest ? [] : [index]));
}

/** Size of the largest payload that is read: with all smaller ones no more than can be read in a second, here and elsewhere alike. */
function largestRead(calls: readonly ComparedCall[]): number {
  const sizes = calls.flatMap(({ requestBytes: size }) => (size === null || size > LARGEST_BYTES ? [] : [size]));
  let left = MOST_BYTES;
  let largest = 0;
  for (const size of Uint32Array.from(sizes).sort()) {
    left -= size;
    if (left < 0) return largest;
    largest = size;
  }
  return LARGEST_BYTES;
}

function parsed(text: string | null): { readonly value: unknown } | undefined {
  try {
    return text === null ? undefined : { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function factsOf(broken: readonly number[], hereCount: number): readonly CountedFact[] {
  if (broken.length < FEWEST_CALLS) return [];
  const field = { kind: 'request', depth: 1 } as const;
  return [countedFact(field, { kind: 'request', is: 'not JSON' }, broken, { hereCount })];
}
