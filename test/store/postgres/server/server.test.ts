import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../../src/model/location.ts';
import { patientWrite } from '../../../../src/store/postgres/schema/patient-write.ts';
import { type Asker, Server } from '../../../../src/store/postgres/server/server.ts';
import { clearLater } from '../../../helpers/leftovers.ts';
import { startProxy } from '../../../helpers/postgres/proxy.ts';
import { askDatabase, createDatabase, hasPostgres, runServer } from '../../../helpers/postgres.ts';

const server = (location: ServerLocation, timeoutMs = 5_000): Server => {
  const opened = new Server(location, { timeoutMs });
  clearLater(() => opened.close());
  return opened;
};

let location: ServerLocation;

beforeAll(async () => {
  if (hasPostgres) location = await createDatabase();
});

/** The database behind a proxy. */
const proxied = async ({ delayMs = 0, timeoutMs = 5_000 } = {}) => {
  const proxy = await startProxy(runServer(), { delayMs });
  return { proxy, far: server({ ...location, servers: [proxy] }, timeoutMs) };
};

const number = async (ask: Asker, sql: string) => (await ask.rows<{ readonly n: number }>(sql))[0]?.n;
const insert = (ask: Asker, name: string) =>
  ask.run('INSERT INTO product_attributes (product_id, product_hash) VALUES ($1, $1)', [name]);
const exists = async (name: string) => {
  const rows = await askDatabase(location, `SELECT FROM product_attributes WHERE product_id = '${name}'`);
  return rows.length === 1;
};

describe.runIf(hasPostgres)('A server', () => {
  test('answers a question of several statements in one round trip, and nobody waits for its end', async () => {
    const { proxy, far } = await proxied({ delayMs: 3 });
    await far.read((ask) => number(ask, 'SELECT 1 AS n'));
    const before = proxy.turns();
    const questions = 10;
    for (let n = 0; n < questions; n += 1) {
      const answers = await far.read((ask) =>
        Promise.all([
          number(ask, 'SELECT 1 AS n'),
          ask.tuples('SELECT $1::int, $2::text', [n, 'a']),
          ask.run('SELECT 1'),
        ]),
      );
      expect(answers).toEqual([1, [[n, 'a']], 1]);
    }
    // The last COMMIT is one more, which nobody waited for.
    expect([questions, questions + 1]).toContain(proxy.turns() - before);
    expect(proxy.connections()).toBe(1);
  });

  test('answers questions from one snapshot, as a reader, with times in UTC', async () => {
    const near = server(location);
    const counts = await near.read(async (ask) => {
      const count = () => number(ask, 'SELECT count(*) AS n FROM product_attributes');
      const first = await count();
      await askDatabase(location, `INSERT INTO product_attributes (product_id, product_hash) VALUES ('s', 's')`);
      return [first, await count()];
    });
    expect(counts[0]).toBe(counts[1]);
    await expect(near.read((ask) => insert(ask, 'a'))).rejects.toThrow('is a standby');
    const zone = await near.read((ask) => ask.rows("SELECT current_setting('TimeZone') AS zone"));
    expect(zone).toEqual([{ zone: 'UTC' }]);
  });

  test('finds calls in columns without a time zone as in columns with one, by an index', async () => {
    await askDatabase(
      location,
      `SET TimeZone = 'America/New_York'; CREATE TABLE port (at timestamp PRIMARY KEY);
       INSERT INTO port SELECT to_timestamp(s) AT TIME ZONE 'UTC' FROM generate_series(1, 20000) s; ANALYZE port`,
    );
    const near = server(location);
    const found = await near.read((ask) =>
      Promise.all([
        ask.rows('SELECT extract(epoch FROM at)::float8 AS s FROM port WHERE at >= to_timestamp($1::float8)', [20000]),
        ask.tuples<[string]>('EXPLAIN SELECT at FROM port WHERE at >= to_timestamp($1::float8)', [20000]),
      ]),
    );
    expect(found[0]).toEqual([{ s: 20000 }]);
    expect(found[1].join()).toContain('Index Only Scan');
    await near.write((ask) => ask.run('INSERT INTO port VALUES (to_timestamp($1::float8))', [0]));
    expect(await askDatabase(location, 'SELECT at::text FROM port ORDER BY at LIMIT 1')).toEqual([
      { at: '1970-01-01 00:00:00' },
    ]);
  });

  test('stops a question that takes too long, and goes on with the next', async () => {
    const near = server(location, 100);
    const slow = near.read((ask) => ask.run('SELECT pg_sleep(60)'));
    await expect(slow).rejects.toMatchObject({
      message: 'The question took over 0.1 s and was stopped.',
      nextStep: 'Ask about a shorter time.',
      exitCode: 1,
    });
    expect(await near.read((ask) => number(ask, 'SELECT 1 AS n'))).toBe(1);
  });

  test('stops a whole question by cancelling it, though each of its statements is short enough', async () => {
    const near = server(location, 300);
    const many = near.read((ask) => Promise.all(Array.from({ length: 20 }, () => ask.run('SELECT pg_sleep(0.2)'))));
    await expect(many).rejects.toThrow('was stopped');
  });

  test('that does not answer is left, and said to be out of reach', async () => {
    const { proxy, far } = await proxied({ timeoutMs: 50 });
    await far.read((ask) => number(ask, 'SELECT 1 AS n'));
    proxy.isDumb = true;
    await expect(far.read((ask) => ask.run('SELECT 1'))).rejects.toMatchObject({
      message: `${location.label} does not answer.`,
      exitCode: 3,
    });
  });

  test.each([
    ['a statement', 'INSERT INTO', `does not answer.`],
    ['the COMMIT', 'COMMIT\0', 'It is not known whether that was done; look before trying again.'],
  ])('that does not answer to %s of a change is left', async (_, dumbAt, message) => {
    // What comes before that is answered in time on a slow machine, too.
    const { proxy, far } = await proxied({ timeoutMs: 1_000 });
    proxy.onSent = (text) => {
      proxy.isDumb ||= text.includes(dumbAt);
      return true;
    };
    await expect(far.write((ask) => insert(ask, `dumb ${dumbAt.length}`))).rejects.toThrow(message);
  });

  test('lets a change of many statements take longer than one of them may, and a program longer than that between two', async () => {
    const near = server(location, 1_000);
    const change = near.write(async (ask) => {
      await Promise.all(Array.from({ length: 60 }, () => ask.run('SELECT pg_sleep(0.025)')));
      await pause(1_500);
      return insert(ask, 'slowly');
    });
    expect(await change).toBe(1);
  });

  test('lets a statement of upkeep take as long as it needs', async () => {
    const change = patientWrite(server(location, 50), async (ask) => {
      await ask.run('SELECT pg_sleep(1)');
      return insert(ask, 'patiently');
    });
    expect(await change).toBe(1);
  });

  test('says that somebody stopped a statement of upkeep, and not that it took too long', async () => {
    const stopped = patientWrite(server(location), (ask) => ask.run('SELECT pg_cancel_backend(pg_backend_pid())'));
    await expect(stopped).rejects.toThrow(`Somebody stopped the statement on ${location.label}.`);
  });

  test('answers a question again whose connection was lost, and makes a change again that was not yet committed', async () => {
    const { proxy, far } = await proxied();
    let isCut = false;
    const cutOnce = (what: string) => {
      isCut = false;
      proxy.onSent = (text) => {
        const isGood = isCut || !text.includes(what);
        isCut ||= !isGood;
        return isGood;
      };
    };
    cutOnce('SELECT 7');
    expect(await far.read((ask) => number(ask, 'SELECT 7 AS n'))).toBe(7);
    cutOnce('INSERT INTO');
    expect(await far.write((ask) => insert(ask, 'again'))).toBe(1);
    expect([isCut, await exists('again'), proxy.connections()]).toEqual([true, true, 3]);
  });

  test.each([
    ['before the server saw it', false],
    ['after the server saw it', true],
  ])('never repeats a change whose COMMIT was sent and lost %s, and says that nobody knows', async (_, isSeen) => {
    const { proxy, far } = await proxied({ delayMs: 5 });
    proxy.onSent = (text) => {
      if (!text.includes('COMMIT\0')) return true;
      if (isSeen) proxy.isDumb = true;
      return isSeen;
    };
    let tries = 0;
    const change = far.write(async (ask) => {
      tries += 1;
      // The answer to COMMIT never comes: the server ends the connection.
      if (isSeen) {
        const [row] = await ask.rows<{ readonly pid: number }>('SELECT pg_backend_pid() AS pid');
        void expect
          .poll(() => exists('seen'))
          .toBe(true)
          .then(() => askDatabase(location, `SELECT pg_terminate_backend(${row?.pid})`));
      }
      return insert(ask, isSeen ? 'seen' : 'unseen');
    });
    await expect(change).rejects.toMatchObject({
      message: 'It is not known whether that was done; look before trying again.',
      exitCode: 3,
    });
    expect([tries, await exists(isSeen ? 'seen' : 'unseen')]).toEqual([1, isSeen]);
  });

  test('tries a change that others cross three times, then says that it is busy', async () => {
    const near = server(location, 300);
    let tries = 0;
    const crossed = near.write(async (ask) => {
      tries += 1;
      await ask.run(`DO $$ BEGIN RAISE EXCEPTION 'crossed' USING ERRCODE = '40001'; END $$`);
    });
    await expect(crossed).rejects.toMatchObject({ message: expect.stringContaining('is busy'), exitCode: 3 });
    expect(tries).toBe(3);
    // A lock that another program holds.
    const holder = server(location);
    await holder.write(async (ask) => {
      await ask.run('LOCK TABLE product_attributes');
      await expect(near.write((other) => insert(other, 'a'))).rejects.toThrow('is busy');
    });
    expect(await near.write((ask) => insert(ask, 'a'))).toBe(1);
  });

  test('says that nothing was done if a statement failed and whoever asked it went on', async () => {
    const change = server(location).write(async (ask) => {
      await insert(ask, 'gone');
      await ask.run('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(change).rejects.toThrow('rolled the change back');
    expect(await exists('gone')).toBe(false);
  });

  test('lets nobody ask in a transaction that is over', async () => {
    const near = server(location);
    const late = await near.read(async (ask) => ask);
    await expect(late.rows('SELECT 1')).rejects.toThrow('The transaction is over.');
  });

  test('that is far away answers many questions in one round trip together, also those that ask again after an answer', async () => {
    const { proxy, far } = await proxied({ delayMs: 25 });
    await far.read((ask) => number(ask, 'SELECT 1 AS n'));
    const before = proxy.turns();
    const numbers = Array.from({ length: 8 }, (_, n) => n);
    const ask = (n: number) => far.read((asker) => number(asker, `SELECT ${n} AS n`));
    expect(await Promise.all(numbers.map(ask))).toEqual(numbers);
    expect([proxy.turns() - before <= 2, proxy.connections()]).toEqual([true, 1]);
    // Each in a transaction of its own.
    const begun = await Promise.all(
      numbers.map(() => far.read((asker) => number(asker, 'SELECT extract(epoch FROM now())::float8 AS n'))),
    );
    expect(new Set(begun).size).toBe(numbers.length);
    const inSteps = (n: number) =>
      far.read(async (asker) => {
        const first = await number(asker, `SELECT ${n} AS n`);
        return number(asker, `SELECT ${first} + 1 AS n`);
      });
    const both = await Promise.all(numbers.flatMap((n) => [inSteps(n), ask(n)]));
    expect(both).toEqual(numbers.flatMap((n) => [n + 1, n]));
    expect(proxy.connections()).toBe(2);
  });

  test('has two connections at most, and its version moves with the data', async () => {
    const { proxy, far } = await proxied();
    const numbers = Array.from({ length: 12 }, (_, n) => n);
    const answers = await Promise.all(numbers.map((n) => far.read((ask) => number(ask, `SELECT ${n} AS n`))));
    expect(answers).toEqual(numbers);
    const first = await far.version();
    expect(proxy.connections()).toBe(2);
    await askDatabase(location, `INSERT INTO product_attributes (product_id, product_hash) VALUES ('x', 'x')`);
    expect(await far.version()).not.toBe(first);
  });

  test('copies rows out and in, in bytes, beside other questions', async () => {
    const near = server(location);
    await near.write((ask) => ask.run('DELETE FROM product_attributes'));
    const lines = Array.from({ length: 5_000 }, (_, n) => `p${n}\th${n}\n`);
    await near.write(async (ask) => {
      await insert(ask, 'a');
      await ask.copyIn('COPY product_attributes (product_id, product_hash) FROM STDIN', lines);
      await insert(ask, 'b');
    });
    const chunks: Buffer[] = [];
    for await (const chunk of near.copyOut('COPY (SELECT product_id FROM product_attributes) TO STDOUT')) {
      chunks.push(chunk);
    }
    expect(Buffer.concat(chunks).toString().trim().split('\n')).toHaveLength(5_002);
    const wrong = near.write((ask) => ask.copyIn('COPY product_attributes (product_id) FROM STDIN', ['a\tb\tc\n']));
    await expect(wrong).rejects.toThrow('The database cannot store a value: extra data after last expected column');
    for await (const _ of near.copyOut('COPY product_attributes TO STDOUT')) break;
    expect(await near.read((ask) => number(ask, 'SELECT count(*) AS n FROM product_attributes'))).toBe(5_002);
  });
});
