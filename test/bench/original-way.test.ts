import type Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import {
  askOverNewConnection,
  cacheStats,
  KeptConnection,
  listUsers,
  type Prepare,
  recentErrors,
  systemStats,
  systemStatsOfWindow,
  userStats,
} from '../../bench/original-way.ts';
import { toTimestamp } from '../../src/store/answers/timestamps.ts';
import { copyReference, type ExpectedCase, expected, REFERENCE_NOW } from '../helpers/store.ts';

const cutoff = (hours: number) => toTimestamp(new Date(REFERENCE_NOW.getTime() - hours * 3_600_000));

const ASK: Readonly<Record<string, (prepare: Prepare, args: ExpectedCase['args']) => unknown>> = {
  get_system_api_stats: (prepare, { hours }) => ({
    ...systemStats(prepare, cutoff(Number(hours))),
    period_hours: Number(hours),
  }),
  get_user_api_stats: (prepare, { user_id, days }) => ({
    ...userStats(prepare, Number(user_id), cutoff(Number(days) * 24)),
    period_days: Number(days),
  }),
  get_recent_errors: (prepare, { limit }) => {
    const errors = recentErrors(prepare, Number(limit));
    return errors.length > 100 ? { count: errors.length } : errors;
  },
  get_classification_stats: cacheStats,
};

const cases = expected.cases.filter(
  ({ function: name, sequence }) => ASK[name] !== undefined && sequence === undefined,
);

/** Entries that count the same have no order, and of those at the end of a list others may be in it. */
const withoutTies = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part) => {
      if (typeof part === 'number') return Number(part.toFixed(6));
      if (!Array.isArray(part)) return part;
      const counts = part.map((entry) => entry.call_count ?? entry.count);
      return counts.includes(undefined) ? part : counts;
    }),
  );

describe('the original’s way', () => {
  const path = copyReference();

  test.each(cases.map((one) => ({ name: `${one.function} ${JSON.stringify(one.args)}`, one })))(
    'answers as the original did: $name',
    ({ one }) => {
      const answer = askOverNewConnection(path, (prepare) => ASK[one.function]?.(prepare, one.args));
      expect(withoutTies(answer)).toEqual(withoutTies(one.expected));
    },
  );

  test('lists the users as the original did', () => {
    const ofAll = expected.cases.find(({ function: name, args }) => name === 'list_users' && !args.active_only);
    expect(askOverNewConnection(path, listUsers)).toEqual(ofAll?.expected);
  });

  test.each([true, false])('answers the same by the statement for a window that is long: %s', (isLong) => {
    const ask = (prepare: Prepare) => systemStatsOfWindow(prepare, cutoff(24 * 30), { isLong });
    const original = askOverNewConnection(path, (prepare) => systemStats(prepare, cutoff(24 * 30)));
    expect(withoutTies(askOverNewConnection(path, ask))).toEqual(withoutTies(original));
  });

  test('answers the same over a connection that stays open, which prepares each statement once', () => {
    const kept = new KeptConnection(path);
    expect(kept.prepare('SELECT 1')).toBe(kept.prepare('SELECT 1'));
    expect(recentErrors(kept.prepare, 5)).toEqual(askOverNewConnection(path, (prepare) => recentErrors(prepare, 5)));
    kept.close();
  });

  test('closes the connection that it opened for a question', () => {
    let statement: Database.Statement | undefined;
    askOverNewConnection(path, (prepare) => {
      statement = prepare('SELECT 1');
    });
    expect(() => statement?.get()).toThrow(/not open/);
  });
});
