import { expect, test } from 'vitest';
import { generateDemo } from '../../src/demo/generate.ts';
import { createGroupFinder } from '../../src/filter/group-of.ts';
import { signsOf } from '../../src/insight/group-states.ts';
import { HOUR, hourOf } from '../../src/insight/hour-counts.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';

const NOW = new Date('2026-11-25T09:30:00Z');

interface Past {
  readonly message: string | null;
  readonly firstSecond: number;
  readonly hours: [number, number][];
}

const secondOf = ({ dateTime }: CallValues) => Date.parse(`${dateTime.replace(' ', 'T')}Z`) / 1000;

async function demoCalls(callCount: number): Promise<readonly CallValues[]> {
  const calls: CallValues[] = [];
  const ignore = async () => undefined;
  const insertCalls = async (some: Iterable<CallValues>) => void calls.push(...some);
  const writer = { insertUsers: ignore, insertProducts: ignore, insertCalls, close: ignore };
  await generateDemo(writer, { seed: 1, callCount, now: NOW, productCount: 1 });
  return calls.sort((one, other) => secondOf(one) - secondOf(other));
}

/** Walks over calls hour by hour, a quarter past each, and tells which groups rise then. */
function risesIn(calls: readonly CallValues[]): ReadonlyMap<string | null, readonly string[]> {
  const find = createGroupFinder();
  const groups = new Map<string, Past>();
  const callsByHour = new Map<number, number>();
  const rises = new Map<string | null, string[]>();
  const earliestSecond = calls[0] ? secondOf(calls[0]) : 0;
  let next = 0;
  for (let now = hourOf(earliestSecond) + HOUR / 4; now <= NOW.getTime() / 1000; now += HOUR) {
    for (let call = calls[next]; call !== undefined && secondOf(call) < now; call = calls[next]) {
      next += 1;
      const hour = hourOf(secondOf(call));
      callsByHour.set(hour, (callsByHour.get(hour) ?? 0) + 1);
      const { statusCode: status, errorMessage: message, apiRoute: route } = call;
      const id = find({ status, message, route });
      if (id === undefined) continue;
      const past = groups.get(id) ?? { message: message ?? null, firstSecond: secondOf(call), hours: [] };
      groups.set(id, past);
      const last = past.hours.at(-1);
      if (last?.[0] === hour) last[1] += 1;
      else past.hours.push([hour, 1]);
    }
    for (const past of groups.values()) {
      const { rise } = signsOf(past, { callsByHour, earliestSecond, share: 1 }, now);
      const at = new Date(now * 1000).toISOString().slice(5, 16);
      if (rise?.kind === 'rising') rises.set(past.message, [...(rises.get(past.message) ?? []), at]);
    }
  }
  return rises;
}

test('in the 30 days of the demo two groups rise, those of its two incidents, and leave two hours later', async () => {
  const rises = risesIn(await demoCalls(50_000));
  expect([...rises]).toEqual([
    ['Upstream gift-ranker did not answer within 30000 ms', ['11-16T13:15', '11-16T14:15', '11-16T15:15']],
    ['Validation failed: recipient.age', ['11-24T20:15', '11-24T21:15']],
  ]);
});
