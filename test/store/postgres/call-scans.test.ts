import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { BoundQuery } from '../../../src/filter/bound-query.ts';
import type { ServerLocation } from '../../../src/model/location.ts';
import { Patience } from '../../../src/store/answers/patience.ts';
import { CallScans } from '../../../src/store/postgres/calls/call-scans.ts';
import { Server } from '../../../src/store/postgres/server/server.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { askDatabase, createDatabase, hasPostgres, runServer } from '../../helpers/postgres.ts';
import { fixedNow } from '../../helpers/store.ts';

const WINDOW = { from: new Date('2026-11-20T00:00:00Z'), to: null };
const QUERY: BoundQuery = { kind: 'payload', payload: 'req', path: [{ key: 'a' }], test: { is: 'present' } };

/** Inserts so many calls that fit, from an id on, a minute after each other. */
const insert = (first: number, count: number) => `
  INSERT INTO user_api_call_log (id, user_id, date_time, api_route, request_payload)
  SELECT n, 1, timestamptz '2026-11-20 00:00Z' + n * interval '1 minute', '/a', '{"a":1}'
  FROM generate_series(${first}, ${first + count - 1}) n`;

interface Opened {
  readonly location: ServerLocation;
  /** Asks impatiently: the ids found, and how far that got. */
  readonly ask: (ms?: number) => Promise<unknown>;
  readonly clock: { nowMs: number };
}

async function open(sql: string, mostFound = 1_000): Promise<Opened> {
  const location = await createDatabase();
  await askDatabase(location, sql);
  const server = new Server(location, { timeoutMs: 10_000 });
  clearLater(() => server.close());
  const clock = { nowMs: 0 };
  const scans = new CallScans(server, fixedNow, { chunkMs: 1_000, mostFound, clock: () => clock.nowMs });
  const ask = async (ms = 0) => {
    const patience = new Patience(ms);
    scans.dropUnasked();
    const found = (await scans.find(WINDOW, { query: QUERY, patience })) ?? '';
    const { isComplete, isFull } = patience.scan ?? {};
    return { count: found.split(',').filter((id) => id !== '{}').length, isComplete, ...(isFull && { isFull }) };
  };
  return { location, ask, clock };
}

describe.runIf(hasPostgres)('A scan of a log on a server', () => {
  test('goes on where it was, and looks at what came since', async () => {
    const { location, ask } = await open(insert(1, 700));
    expect(await ask()).toEqual({ count: 500, isComplete: false });
    await askDatabase(location, insert(701, 3));
    expect(await ask()).toEqual({ count: 703, isComplete: true });
    await askDatabase(location, insert(704, 2));
    expect(await ask()).toEqual({ count: 705, isComplete: true });
  });

  test('finds a call of a transaction that was open when it came by, and began before others that it saw', async () => {
    const { location, ask } = await open(insert(1, 10));
    const { host, port } = runServer();
    const writer = new pg.Client({ host, port, user: 'postgres', database: location.database });
    await writer.connect();
    await writer.query(`BEGIN; ${insert(11, 1)}`);
    await askDatabase(location, insert(12, 5));
    expect(await ask()).toEqual({ count: 15, isComplete: true });
    await writer.query('COMMIT');
    await writer.end();
    expect(await ask()).toEqual({ count: 16, isComplete: true });
  });

  test('finds what comes to a log that does not note transactions, too', async () => {
    const { location, ask } = await open(`
      DROP TRIGGER set_api_log_xid ON user_api_call_log;
      ALTER TABLE user_api_call_log DROP COLUMN xid;
      ${insert(1, 10)}`);
    expect(await ask()).toEqual({ count: 10, isComplete: true });
    await askDatabase(location, insert(11, 4));
    expect(await ask()).toEqual({ count: 14, isComplete: true });
  });

  test('stops for who is impatient once it found very many, and says so', async () => {
    const { ask } = await open(insert(1, 1_200), 400);
    expect(await ask(1_000)).toEqual({ count: 500, isComplete: false, isFull: true });
    expect(await ask(1_000)).toEqual({ count: 500, isComplete: false, isFull: true });
  });

  test('is let go a minute after nobody asked', async () => {
    const { ask, clock } = await open(insert(1, 1_200));
    await ask();
    clock.nowMs += 59_000;
    expect(await ask()).toEqual({ count: 1_200, isComplete: true });
    clock.nowMs += 61_000;
    expect(await ask()).toEqual({ count: 500, isComplete: false });
  });
});
