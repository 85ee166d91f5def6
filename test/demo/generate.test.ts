import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GenerateOptions, generateDemo } from '../../src/demo/generate.ts';
import { fileAt } from '../../src/store/location.ts';
import { openBulkWriter } from '../../src/store/open.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const CALLS = 20_000;

describe('generated demo data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presents-generate-'));
  const opened: Database.Database[] = [];

  const generate = async (name: string, options: Partial<GenerateOptions> = {}) => {
    const path = join(folder, name);
    const writer = await openBulkWriter(fileAt(path));
    await generateDemo(writer, { seed: 1, callCount: CALLS, now: NOW, ...options });
    await writer.close();
    const database = new Database(path, { readonly: true });
    opened.push(database);
    return database;
  };

  let database: Database.Database;
  const all = (sql: string, ...values: unknown[]) => database.prepare(sql).all(...values) as Record<string, unknown>[];
  const one = (sql: string, ...values: unknown[]) =>
    database
      .prepare(sql)
      .pluck()
      .get(...values);
  const column = (sql: string) => database.prepare(sql).pluck().all();

  beforeAll(async () => {
    database = await generate('demo.db');
  });

  afterAll(() => {
    for (const each of opened) each.close();
    rmSync(folder, { recursive: true });
  });

  test('is the same, byte for byte, for the same seed and moment', async () => {
    const again = await generate('again.db');
    expect(fingerprint(again)).toBe(fingerprint(database));
  });

  test('is different for another seed', async () => {
    const other = await generate('other.db', { seed: 2 });
    expect(fingerprint(other)).not.toBe(fingerprint(database));
  });

  test('has as many calls, users and products as were asked for', async () => {
    const counts = (each: Database.Database) =>
      ['user_api_call_log', '"user"', 'product_attributes'].map((table) =>
        each.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
      );
    expect(counts(database)).toEqual([CALLS, 60, 2000]);
    const small = await generate('small.db', { callCount: 7, userCount: 200, productCount: 3, days: 2 });
    expect(counts(small)).toEqual([7, 200, 3]);
    expect(counts(await generate('empty.db', { callCount: 0, userCount: 1, productCount: 0 }))).toEqual([0, 1, 0]);
  });

  test('is whole, and its calls stand in the order of time within 30 days', () => {
    expect(one('PRAGMA integrity_check')).toBe('ok');
    expect(all('PRAGMA foreign_key_check')).toEqual([]);
    const times = column('SELECT date_time FROM user_api_call_log ORDER BY id') as string[];
    expect(times).toEqual(times.toSorted());
    expect(times[0]?.slice(0, 10)).toBe('2026-10-21');
    expect(times.at(-1)?.slice(0, 13)).toBe('2026-11-20 11');
  });

  test('is quieter by night than by day, and on a Sunday than on a Thursday', () => {
    const callsAt = (format: string, value: string) =>
      Number(one('SELECT count(*) FROM user_api_call_log WHERE strftime(?, date_time) = ?', format, value));
    expect(callsAt('%H', '03')).toBeLessThan(callsAt('%H', '14') / 2);
    expect(callsAt('%w', '0')).toBeLessThan(callsAt('%w', '4') * 0.7);
  });

  test('has an outage of the ranking nine days ago: 503 after half a minute', () => {
    const [outage] = all(`SELECT count(*) AS calls, avg(response_time_ms) AS avgMs FROM user_api_call_log
      WHERE response_status_code = 503 AND api_route = '/api/gifts/rank'
        AND date_time >= '2026-11-11 13:10:00' AND date_time < '2026-11-11 14:00:00'`);
    expect(outage?.calls).toBeGreaterThan(40);
    expect(outage?.avgMs).toBeGreaterThan(30_000);
  });

  test('has a flood of refused calls by one user 14 hours ago', () => {
    const flood = all(`SELECT user_id, count(*) AS calls FROM user_api_call_log
      WHERE response_status_code = 422 AND date_time >= '2026-11-19 22:00:00' AND date_time < '2026-11-19 22:25:00'
      GROUP BY user_id ORDER BY calls DESC`);
    const before = one(`SELECT count(*) FROM user_api_call_log
      WHERE response_status_code = 422 AND date_time >= '2026-11-19 21:30:00' AND date_time < '2026-11-19 21:55:00'`);
    expect(flood[0]?.calls).toBeGreaterThan(20);
    expect(flood[0]?.calls).toBeGreaterThan(10 * Number(before));
  });

  test('has users of every kind: inactive, gone quiet, new, and one who never called', () => {
    const users = all(`SELECT username, is_active AS isActive, created_at AS createdAt, max(date_time) AS lastCallAt
      FROM "user" LEFT JOIN user_api_call_log l ON l.user_id = "user".id GROUP BY "user".id`);
    const count = (isOfKind: (user: Record<string, unknown>) => boolean) => users.filter(isOfKind).length;
    const isQuiet = (user: Record<string, unknown>) => String(user.lastCallAt) < '2026-11-18 13:00:00';
    expect(count((user) => user.isActive === 0)).toBeGreaterThan(3);
    expect(count((user) => user.isActive === 1 && user.lastCallAt !== null && isQuiet(user))).toBeGreaterThan(3);
    expect(count((user) => user.isActive === 0 && !isQuiet(user))).toBe(0);
    expect(count((user) => String(user.createdAt) > '2026-11-06')).toBeGreaterThan(2);
    expect(count((user) => user.lastCallAt === null)).toBeGreaterThanOrEqual(1);
  });

  test('has names in several scripts and none that could harm a terminal', () => {
    const names = column('SELECT username FROM "user"') as string[];
    expect(names).toEqual(expect.arrayContaining(['geschenkehaus-müller', '東京ギフト', "o'reilly-presents"]));
    expect(names.filter((name) => /[\p{C}\p{Z}]/u.test(name) || name.length > 64)).toEqual([]);
  });

  test('has no call of a user before they were made', () => {
    const early = one(`SELECT count(*) FROM user_api_call_log l JOIN "user" u ON u.id = l.user_id
      WHERE l.date_time < u.created_at`);
    expect(early).toBe(0);
  });

  test('has every status code, messages with the failures, and a time missing now and then', () => {
    const codes = column('SELECT DISTINCT response_status_code FROM user_api_call_log ORDER BY 1');
    expect(codes).toEqual([200, 400, 401, 404, 422, 429, 500, 503]);
    const odd = one(`SELECT count(*) FROM user_api_call_log
      WHERE (response_status_code >= 400) <> (error_message IS NOT NULL)`);
    expect(odd).toBe(0);
    const untimed = Number(one('SELECT count(*) FROM user_api_call_log WHERE response_time_ms IS NULL'));
    expect(untimed).toBeGreaterThan(20);
    expect(untimed).toBeLessThan(CALLS / 100);
  });

  test('has payloads that are JSON', () => {
    const broken = one(`SELECT count(*) FROM user_api_call_log
      WHERE NOT json_valid(coalesce(request_payload, '{}')) OR NOT json_valid(response_payload)`);
    expect(broken).toBe(0);
    const request = one(`SELECT request_payload FROM user_api_call_log WHERE api_route = '/api/predict' LIMIT 1`);
    expect(JSON.parse(String(request))).toMatchObject({
      occasion: expect.any(String),
      recipient: { age: expect.any(Number) },
    });
  });

  test('has cached products of every status, most of them good, none younger than now or older than 60 days', () => {
    const statuses = all('SELECT classification_status AS status, count(*) AS n FROM product_attributes GROUP BY 1');
    expect(statuses.map(({ status }) => status).sort()).toEqual(['failed', 'invalidated', 'partial', 'success']);
    expect(one(`SELECT count(*) FROM product_attributes WHERE classification_status = 'success'`)).toBeGreaterThan(
      1700,
    );
    expect(String(one('SELECT min(classified_at) FROM product_attributes'))).toMatch(/^2026-09-2[12] /);
    expect(String(one('SELECT max(classified_at) FROM product_attributes'))).toMatch(/^2026-11-20 /);
  });

  test('tells its progress and can be stopped', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = (written: number) => {
      seen.push(written);
      stop.abort(new Error('enough'));
    };
    await expect(generate('stopped.db', { onProgress, signal: stop.signal })).rejects.toThrow('enough');
    expect(seen).toEqual([5000]);
  });
});

const fingerprint = (database: Database.Database): string => {
  const hash = createHash('sha256');
  for (const table of ['"user"', 'user_api_call_log', 'product_attributes']) {
    for (const row of database.prepare(`SELECT * FROM ${table} ORDER BY id`).raw().iterate()) {
      hash.update(JSON.stringify(row));
    }
  }
  return hash.digest('hex');
};
