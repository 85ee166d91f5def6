import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { clearLater } from '../helpers/leftovers.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { aUser, buildDatabase, openTestStore } from '../helpers/store.ts';
import { randomNumbers } from '../text/hostile.ts';

const seed = Number(process.env.SEED ?? 7);
const random = randomNumbers(seed);
const dayMs = 86_400_000;
const pick = <T>(choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0];

/** Returns a time as another program may have written it for a call some days around the first of March. */
function aStoredTime(): string | number | null | Buffer {
  const iso = new Date(now.getTime() - random() * 5 * dayMs + (random() < 0.1 ? 3 * dayMs : 0)).toISOString();
  const [day, clock] = [iso.slice(0, 10), iso.slice(11, 19)];
  const zone = pick(['', 'Z', 'z', '+05:30', '-08:00', '-14:59', '+14:59', ' -08:00', ' ']);
  return pick([
    `${day} ${clock}`,
    `${day}T${clock}${zone}`,
    `${day} ${clock}${zone}`,
    `${day} ${clock}.${Math.floor(random() * 1e6)}${zone}`,
    `${day}T${clock.slice(0, 5)}${zone}`,
    day,
    `2026-02-${pick(['29', '30', '31'])} ${clock}`,
    `2026-02-31T${clock}-14:00`,
    `${day} 24:00:00`,
    `${day} 25:00:00`,
    `${day} ${clock}+15:00`,
    `${day} ${clock}\0x`,
    '9999-01-01 00:00:00',
    pick([null, '', 'now', '12:00', 'a word', 2_461_101.5, Buffer.from(`${day} ${clock}`)]),
  ]);
}

const now = new Date('2026-03-02T12:00:00Z');
const nowSecond = now.getTime() / 1000;
const instant = (column: string, more = '') =>
  `CASE WHEN typeof(${column}) = 'text' AND ${column} GLOB '[0-9][0-9][0-9][0-9]-*' THEN unixepoch(${column}${more}) END`;
const at = instant('date_time');
const exactly = instant('date_time', ", 'subsec'");

function fill(database: Database.Database): void {
  database.pragma('foreign_keys = OFF');
  const call = database.prepare(
    `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
     VALUES (?, ?, '/a', ?, 1)`,
  );
  for (let count = 0; count < 40; count++) call.run(pick([1, 2, 3]), aStoredTime(), pick([200, 404, 500]));
  database.exec('UPDATE "user" SET created_at = NULL WHERE id = 3');
  database.prepare('UPDATE "user" SET created_at = ? WHERE id < 3').run(aStoredTime());
}

const page = { filter: '', offset: 0, limit: 100, anchorId: null } as const;

test.each(Array.from({ length: inLongRun(8, 20) }, (_, round) => round))(
  'Every answer goes by the instant that a time denotes, in whatever form: log %i',
  async (round) => {
    const path = buildDatabase({ users: [aUser('one'), aUser('two'), aUser('three')] });
    const database = new Database(path);
    clearLater(() => database.close());
    fill(database);
    if (round % 2 === 1) database.exec('DROP INDEX idx_api_log_window; DROP INDEX idx_api_log_errors');
    const { apiLogs, users } = await openTestStore(path, { now: () => now });
    const ask = (sql: string) => database.prepare(sql).pluck().all();
    for (let count = 0; count < 6; count++) {
      const from = new Date(Math.floor((now.getTime() - random() * 5 * dayMs) / 1000) * 1000);
      const to = random() < 0.3 ? null : new Date(from.getTime() + Math.floor(random() * 2 * 86_400) * 1000);
      const window = { from, to };
      const until = to === null ? 253_402_300_799 : to.getTime() / 1000;
      const rows = `FROM user_api_call_log WHERE ${at} >= ${from.getTime() / 1000} AND ${at} < ${until}`;
      const why = `seed ${seed}, from ${from.toISOString()} to ${to?.toISOString()}`;
      const [calls] = ask(`SELECT COUNT(*) ${rows}`);
      expect((await apiLogs.totals(window)).totalCalls, why).toBe(calls);
      expect([(await apiLogs.userStats('one', window)).totalCalls], why).toEqual(
        ask(`SELECT COUNT(*) ${rows} AND user_id = 1`),
      );
      const slices = await apiLogs.timeline(window, { bucketSeconds: 3600 });
      expect(
        slices.reduce((sum, slice) => sum + slice.callCount, 0),
        why,
      ).toBe(calls);
      const first = slices.find(({ callCount }) => callCount > 0 && slices.length > 1);
      if (first !== undefined && first !== slices.at(-1)) {
        const second = first.from.getTime() / 1000;
        expect([first.callCount], why).toEqual(
          ask(`SELECT COUNT(*) ${rows} AND ${at} >= ${second} AND ${at} < ${second + 3600}`),
        );
      }
      const steps = await apiLogs.latencies(window);
      expect(
        steps.reduce((sum, step) => sum + step.callCount, 0),
        why,
      ).toBe(calls);
      const failed = await apiLogs.errors({ ...page, window, sort: 'time', descending: true });
      expect(
        failed.rows.map(({ id }) => id),
        why,
      ).toEqual(ask(`SELECT id ${rows} AND response_status_code >= 400 ORDER BY ${exactly} DESC, id DESC`));
      const overview = await users.overview({ ...page, window, bucketCount: 24, sort: 'created', descending: false });
      for (const { id, callCount, callsByBucket } of overview.rows) {
        expect([callCount], why).toEqual(ask(`SELECT COUNT(*) ${rows} AND user_id = ${id}`));
        expect(
          callsByBucket.reduce((sum, calls) => sum + calls, 0),
          why,
        ).toBe(callCount);
      }
    }
    const newest = `FROM user_api_call_log WHERE response_status_code >= 400 ORDER BY ${exactly} DESC NULLS LAST, id DESC`;
    for (const limit of [3, 100]) {
      const found = await apiLogs.recentErrors({ limit });
      expect(found.map(({ id }) => id)).toEqual(ask(`SELECT id ${newest} LIMIT ${limit}`));
    }
    for (const days of [0, 0.5, 1, 2.3, 30]) {
      const old = `SELECT COUNT(*) FROM user_api_call_log WHERE ${at} < ${nowSecond - days * 86_400}`;
      expect([(await apiLogs.countOlderThan(days)).matching]).toEqual(ask(old));
    }
    const old = `SELECT COUNT(*) FROM user_api_call_log WHERE ${at} < ${nowSecond - 86_400}`;
    const [count] = ask(old);
    const [all] = ask('SELECT COUNT(*) FROM user_api_call_log');
    expect(await apiLogs.cleanup({ days: 1 })).toBe(count);
    expect(ask('SELECT COUNT(*) FROM user_api_call_log')).toEqual([Number(all) - Number(count)]);
  },
);
