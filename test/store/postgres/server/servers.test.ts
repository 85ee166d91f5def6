import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../../src/model/location.ts';
import { locationNamed } from '../../../../src/store/location.ts';
import { initDatabase } from '../../../../src/store/open.ts';
import { Server } from '../../../../src/store/postgres/server/server.ts';
import { clearLater } from '../../../helpers/leftovers.ts';
import { encrypt } from '../../../helpers/postgres/certificates.ts';
import {
  type Cluster,
  createDatabase,
  freePort,
  hasPgBouncer,
  hasPostgres,
  locationOn,
  runServer,
  type ServerPair,
  startPair,
  startPooler,
} from '../../../helpers/postgres.ts';
import { startPresents } from '../../../helpers/pty.ts';
import { temporaryFolder } from '../../../helpers/store.ts';

const INSERT = 'INSERT INTO t (a) VALUES ($1)';
const SECRET = "p4ss:w0rd\\'";
const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

let pair: ServerPair;
let cluster: Cluster;

/** Connects to the database `postgres` by a name, and answers a question about the connection. */
const ask = async (name: string, sql: string, env: Readonly<Record<string, string>> = {}) => {
  const naming = { source: '--db', env: { HOME: '/nowhere', ...env }, workingDirectory: () => '/' };
  const server = new Server(locationNamed(name, naming) as ServerLocation, { timeoutMs: 5_000 });
  try {
    return (await server.read((asker) => asker.tuples<readonly [unknown]>(sql)))[0]?.[0];
  } finally {
    await server.close();
  }
};

const faultOf = (name: string, env?: Readonly<Record<string, string>>) =>
  ask(name, 'SELECT 1', env).then(
    () => 'no fault',
    ({ message, exitCode }) => `${exitCode} ${message}`,
  );

const isEncrypted = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

describe.runIf(hasPostgres)('A server is reached', () => {
  beforeAll(async () => {
    if (!hasPostgres) return;
    pair = await startPair({ listens: true });
    cluster = pair.primary;
    await cluster.ask(
      `SET password_encryption = 'scram-sha-256'; CREATE ROLE guarded LOGIN PASSWORD '${SECRET.replaceAll("'", "''")}'`,
    );
    const rules = ['local all guarded scram-sha-256', 'host all guarded all scram-sha-256'];
    const open = ['local all postgres trust', 'host all postgres all trust'];
    writeFileSync(join(cluster.dataFolder, 'pg_hba.conf'), [...rules, ...open, ''].join('\n'));
    await cluster.ask('SELECT pg_reload_conf()');
  });

  test('by a Unix socket, by IPv4 and by IPv6, without encryption on this machine', async () => {
    const { host, port } = cluster;
    expect(await ask(`postgresql:///postgres?host=${host}&port=${port}&user=postgres`, isEncrypted)).toBe(false);
    // A socket never leaves the machine, whatever is wished for connections in general.
    const wish = { PGSSLMODE: 'verify-full' };
    expect(await ask(`host=${host} port=${port} user=postgres`, isEncrypted, wish)).toBe(false);
    expect(await ask(`postgresql://postgres@127.0.0.1:${port}`, 'SELECT host(inet_client_addr())')).toBe('127.0.0.1');
    expect(await ask(`postgresql://postgres@[::1]:${port}`, 'SELECT host(inet_client_addr())')).toBe('::1');
    expect(
      await ask('postgresql://', "SELECT current_setting('application_name')", {
        PGHOST: host,
        PGPORT: String(port),
        PGUSER: 'postgres',
        PGAPPNAME: 'night',
      }),
    ).toBe('night');
  });

  test('with a password of the name, the environment, or a file that only its owner can read', async () => {
    const { host, port } = cluster;
    const name = `postgresql://guarded@127.0.0.1:${port}/postgres`;
    const file = join(temporaryFolder(), 'passwords');
    const line = `127.0.0.1:*:postgres:guarded:${SECRET.replace(/[\\:]/g, '\\$&')}\n`;
    writeFileSync(file, `# ours\nother:1:*:*:x\n${line}localhost:*:*:*:wrong\n`, { mode: 0o600 });
    const who = 'SELECT current_user';
    expect(await ask(name.replace('@', `:${encodeURIComponent(SECRET)}@`), who)).toBe('guarded');
    expect(await ask(name, who, { PGPASSWORD: SECRET })).toBe('guarded');
    expect(await ask(name, who, { PGPASSFILE: file })).toBe('guarded');
    const label = name;
    expect(await faultOf(name, { PGPASSWORD: 'wrong' })).toBe(`1 ${label} refuses this user or password.`);
    await expect(ask(name, who, { PGPASSWORD: 'wrong' })).rejects.toMatchObject({ code: 'refused' });
    expect(await faultOf(name)).toBe(`1 ${label} asks for a password, and there is none.`);
    chmodSync(file, 0o644);
    await expect(ask(name, who, { PGPASSFILE: file })).rejects.toMatchObject({
      nextStep: expect.stringContaining(`The password file ${file} is not used since others can read it`),
    });
    expect(await faultOf(`postgresql://nobody@127.0.0.1:${port}/postgres`)).toContain(
      'does not admit this user: no pg_hba.conf entry',
    );
    expect(await faultOf(`host=${host} port=${port} user=postgres dbname=none`)).toBe(
      `1 There is no database "none" on ${host}.`,
    );
  });

  test.runIf(hasOpenssl)('encrypted, and only if its certificate is what was asked for', async () => {
    const { port } = cluster;
    const place = (host: string, query: string) =>
      `postgresql://postgres@${host}:${port}/postgres?hostaddr=127.0.0.1&${query}`;
    expect(await faultOf(place('db.test', 'sslmode=require'))).toBe('1 db.test does not encrypt connections.');
    expect(await ask(place('db.test', 'sslmode=prefer'), isEncrypted)).toBe(false);
    const authority = await encrypt(cluster, 'db.test');
    await expect.poll(() => ask(place('db.test', 'sslmode=prefer'), isEncrypted)).toBe(true);
    const trusted = `sslrootcert=${authority}`;
    expect(await ask(place('db.test', 'sslmode=require'), isEncrypted)).toBe(true);
    expect(await ask(place('db.test', `sslmode=verify-full&${trusted}`), isEncrypted)).toBe(true);
    expect(await ask(place('other.test', `sslmode=verify-ca&${trusted}`), isEncrypted)).toBe(true);
    expect(await ask(place('db.test', 'sslmode=disable'), isEncrypted)).toBe(false);
    expect(await faultOf(place('other.test', `sslmode=verify-full&${trusted}`))).toBe(
      '1 The certificate of other.test is for another host.',
    );
    const untrusted = '1 The certificate of db.test is not signed by an authority that is trusted here.';
    expect(await faultOf(place('db.test', 'sslmode=verify-ca'))).toBe(untrusted);
    expect(await faultOf(place('db.test', 'sslmode=verify-full&sslrootcert=system'))).toBe(untrusted);
    // A server elsewhere is verified unless somebody says otherwise.
    expect(await faultOf(`postgresql://postgres@db.test:${port}?hostaddr=127.0.0.2`)).toContain('out of reach');
    const bound = place('db.test', `${trusted}&channel_binding=require`).replace(
      'postgres@',
      `guarded:${encodeURIComponent(SECRET)}@`,
    );
    expect(await ask(bound, isEncrypted)).toBe(true);
    expect(await faultOf(bound.replace('guarded:', 'postgres:'))).toBe(
      '1 db.test does not bind the password to the connection.',
    );
    expect(await faultOf(place('db.test', `sslmode=require&sslcert=/none.crt`))).toBe(
      '1 The file /none.crt of sslcert cannot be read.',
    );
  });

  test('or said to be out of reach, with the reason of each', async () => {
    const port = await freePort();
    expect(await faultOf(`postgresql://me@127.0.0.1:${port}/x`)).toBe(
      `3 postgresql://me@127.0.0.1:${port}/x is out of reach: nothing listens there.`,
    );
    expect(await faultOf(`postgresql://me@127.0.0.1:${port},no-such-host.invalid/x`)).toMatch(
      new RegExp(
        `: 127.0.0.1:${port}: nothing listens there; no-such-host.invalid:5432: (no host|the name of the host)`,
      ),
    );
    expect(await faultOf('host=/nowhere dbname=x user=me')).toContain('there is no /nowhere/.s.PGSQL.5432.');
  });

  test.runIf(hasPgBouncer)('through PgBouncer in transaction mode, many at a time', async () => {
    const { database } = await createDatabase();
    const location = locationOn([await startPooler(runServer())], database);
    const servers = Array.from({ length: 8 }, () => new Server(location, { timeoutMs: 5_000 }));
    for (const server of servers) clearLater(() => server.close());
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const server = servers[n % servers.length] as Server;
        if (n % 10 === 0) {
          await server.write((asker) =>
            asker.run('INSERT INTO product_attributes (product_id, product_hash) VALUES ($1, $1)', [`p${n}`]),
          );
        }
        const [settings] = await server.read((asker) =>
          Promise.all([
            asker.tuples<readonly [string, string]>(
              "SELECT current_setting('TimeZone'), current_setting('statement_timeout')",
            ),
            asker.tuples('SELECT $1::int', [n]),
          ]),
        );
        return settings[0]?.join(' ');
      }),
    );
    expect(new Set(answers)).toEqual(new Set(['UTC 5s']));
    const slow = new Server(location, { timeoutMs: 100 });
    clearLater(() => slow.close());
    await expect(
      slow.read((asker) => Promise.all([1, 2, 3, 4, 5].map(() => asker.run('SELECT pg_sleep(0.09)')))),
    ).rejects.toThrow('was stopped');
    // Nothing of ours stays in the connections that others use next.
    const [left] =
      (await servers[0]?.read((asker) => asker.tuples<readonly [number]>('SELECT count(*) FROM product_attributes'))) ??
      [];
    expect(left).toEqual([10]);
  });

  test('and its place is taken by another that holds the same when it was killed; actions wait for that, and none is done twice', async () => {
    const { primary, standby } = pair;
    await initDatabase(locationOn([primary], 'postgres'));
    await primary.ask('CREATE TABLE t (a int UNIQUE)');
    await expect.poll(() => standby.ask('SELECT count(*)::int AS n FROM t').catch(String)).toEqual([{ n: 0 }]);
    const open = (places: readonly (typeof primary)[], choice?: 'prefer-standby' | 'primary' | 'standby') => {
      const server = new Server(
        { ...locationOn(places, 'postgres'), ...(choice && { choice }) },
        { timeoutMs: 20_000 },
      );
      clearLater(() => server.close());
      return server;
    };
    const both = open([primary, standby]);
    const reader = open([primary, standby], 'prefer-standby');
    const strict = open([standby, primary], 'primary');
    const isStandby = async (server: Server) =>
      (await server.read((ask) => ask.tuples<readonly [boolean]>('SELECT pg_is_in_recovery()')))[0]?.[0];
    expect([await isStandby(both), await isStandby(reader), await isStandby(strict)]).toEqual([false, true, false]);
    // Whoever looks at a standby acts on the primary all the same.
    expect(await reader.write((ask) => ask.run(INSERT, [0]))).toBe(1);
    expect(await isStandby(reader)).toBe(true);
    await expect(open([standby]).write((ask) => ask.run(INSERT, [1]))).rejects.toMatchObject({
      message: `${standby.host} is a standby. Nothing was changed.`,
      exitCode: 3,
    });
    const version = await both.version();
    expect(await both.version()).toBe(version);
    await expect.poll(() => standby.ask('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 1 }]);
    const name = `${locationOn([primary, standby], 'postgres').name}&target_session_attrs=primary`;
    const dashboard = startPresents(['--db', name], { columns: 160 });
    await dashboard.waitFor('● live');

    await primary.kill();
    // What is only looked at goes on with the standby at once; a version is refused at once, so that the screen says so.
    expect(await isStandby(both)).toBe(true);
    expect(await both.version()).not.toBe(version);
    await expect(strict.version()).rejects.toMatchObject({ exitCode: 3 });
    await dashboard.waitFor(/▲ stale (?:now|\d+ s): No primary of postgres is in reach/);
    // They wait for five seconds, and a dashboard on a busy machine may need as long to notice.
    const waiting = [
      both.write((ask) => ask.run(INSERT, [2])),
      strict.read((ask) => ask.tuples('SELECT pg_is_in_recovery()')),
    ];
    await standby.ask('SELECT pg_promote()');
    expect(await Promise.all(waiting)).toEqual([1, [[false]]]);
    expect(await standby.ask('SELECT a FROM t ORDER BY a')).toEqual([{ a: 0 }, { a: 2 }]);
    expect(await isStandby(both)).toBe(false);
    await dashboard.waitFor('● live');
    dashboard.press('q');
    expect((await dashboard.exit).exitCode).toBe(0);
  });
});
