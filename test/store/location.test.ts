import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../src/model/location.ts';
import { PresentsError } from '../../src/model/presents-error.ts';
import { databaseExists, initDatabase, openServerStore } from '../../src/store/library.ts';
import {
  fileAt,
  isSameLocation,
  locationNamed,
  locationText,
  locationWords,
  showsPassword,
} from '../../src/store/location.ts';
import { runInProcess } from '../helpers/run-cli.ts';
import { copyReference, temporaryFolder } from '../helpers/store.ts';

const SECRET = 'p4ssw0rd';
const FILES = ['postgresql', 'postgres.db', 'my-service=gifts', 'host', 'gifts?service=x', 'file:postgresql://x'];

type Env = Readonly<Record<string, string>>;

const named = (name: string, env: Env = {}) =>
  locationNamed(name, { source: '--db', env: { HOME: '/nowhere', ...env }, workingDirectory: () => '/srv' });

const server = (name: string, env: Env = {}): ServerLocation => {
  const location = named(name, env);
  if (location.kind !== 'server') throw new Error('It is a file.');
  return location;
};

const faultOf = (name: string, env: Env = {}): PresentsError => {
  try {
    named(name, env);
  } catch (error) {
    if (error instanceof PresentsError) return error;
  }
  throw new Error(`${name} was not refused.`);
};

const places = (name: string, env: Env = {}) =>
  server(name, env).servers.map(({ host, port, ipAddress }) =>
    [host, port, ...(ipAddress ? [ipAddress] : [])].join(' '),
  );

describe('The name of a server', () => {
  test('is a URL as psql takes it', () => {
    const location = server(
      `postgresql://shop:${SECRET}@db.example:6543/gifts?application_name=a%20b&connect_timeout=9`,
    );
    expect(location).toMatchObject({
      label: 'postgresql://shop@db.example:6543/gifts',
      name: 'postgresql://shop@db.example:6543/gifts?application_name=a%20b&connect_timeout=9',
      servers: [{ host: 'db.example', port: 6543 }],
      user: 'shop',
      password: SECRET,
      database: 'gifts',
      applicationName: 'a b',
      connectTimeoutMs: 9000,
    });
    expect(server('PostgreSQL://db/gifts')).toMatchObject({ servers: [{ host: 'db', port: 5432 }], database: 'gifts' });
    expect(server('  postgres://shop@db  ')).toMatchObject({ user: 'shop', database: 'shop' });
  });

  test.each([
    ['postgresql://h1:5433,h2/gifts', ['h1 5433', 'h2 5432']],
    ['postgresql://h1,h2/gifts?port=6000', ['h1 6000', 'h2 6000']],
    ['postgresql://[::1]:5433,[fe80::1%25eth0]/gifts', ['::1 5433', 'fe80::1%eth0 5432']],
    ['postgresql://%2Frun%2Fpg:5433/gifts', ['/run/pg 5433']],
    ['postgresql:///gifts?host=/run/pg&port=5433', ['/run/pg 5433']],
    ['postgresql:///gifts?host=a,b&hostaddr=10.0.0.1,10.0.0.2', ['a 5432 10.0.0.1', 'b 5432 10.0.0.2']],
    ["host='a' port = 5433 dbname=gifts", ['a 5433']],
    ['hostaddr=10.0.0.1 dbname=gifts', ['10.0.0.1 5432 10.0.0.1']],
  ])('leads to its servers in their order: %s', (name, expected) => {
    expect(places(name)).toEqual(expected);
    // What a printed command carries leads to the same.
    expect(places(server(name).name)).toEqual(expected);
    expect(server(server(name).name).database).toBe('gifts');
  });

  test('may hold any character, percent-encoded or in quotes', () => {
    const odd = `a'b\\c @:/?#&=%\u{1F381}`;
    const url = `postgresql://${encodeURIComponent(odd)}:${encodeURIComponent(odd)}@db/${encodeURIComponent(odd)}`;
    const words = `host=db user='${odd.replace(/['\\]/g, '\\$&')}' dbname='${odd.replace(/['\\]/g, '\\$&')}' password=a\\ b`;
    expect(server(url)).toMatchObject({ user: odd, password: odd, database: odd });
    expect(server(words)).toMatchObject({ user: odd, password: 'a b', database: odd });
    expect(server(server(url).name)).toMatchObject({ user: odd, database: odd });
    // One that is not encoded is taken as it was meant.
    expect(server('postgresql://shop:p@ss:w@db/gifts')).toMatchObject({
      password: 'p@ss:w',
      servers: [{ host: 'db' }],
    });
  });

  test('takes what it leaves out from the variables of psql', () => {
    const env = {
      PGHOST: 'h1,h2',
      PGPORT: '6000',
      PGUSER: 'me',
      PGDATABASE: 'gifts',
      PGPASSWORD: SECRET,
      PGAPPNAME: 'night',
      PGSSLMODE: 'require',
      PGTARGETSESSIONATTRS: 'prefer-standby',
    };
    expect(server('postgresql://', env)).toMatchObject({
      label: 'postgresql://me@h1:6000,h2:6000/gifts',
      password: SECRET,
      applicationName: 'night',
      choice: 'prefer-standby',
      tls: { mode: 'require' },
    });
    expect(server('postgresql://you@db:1/x?sslmode=disable', env)).toMatchObject({
      label: 'postgresql://you@db:1/x',
      tls: { mode: 'disable' },
    });
    expect(server('dbname=x', { PGHOST: '' }).servers).toHaveLength(1);
  });

  test('may be a service of a service file, whose settings stand between those typed and the variables', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'services');
    writeFileSync(
      file,
      `# servers\n[gifts]\nhost = db.example\n dbname=gifts\npassword=${SECRET}\nuser=svc\n\n[bad]\nhots=x\n[cut]\nhost\n`,
    );
    const env = { PGSERVICEFILE: file, PGUSER: 'me', PGPORT: '6000' };
    const label = 'postgresql://svc@db.example:6000/gifts';
    expect(server('service=gifts', env)).toMatchObject({ label, name: 'service=gifts', password: SECRET });
    expect(server('postgresql://?service=gifts', env)).toMatchObject({ label });
    expect(server('postgresql://', { ...env, PGSERVICE: 'gifts' })).toMatchObject({ label });
    expect(server('service=gifts dbname=other user=me', env)).toMatchObject({
      label: 'postgresql://me@db.example:6000/other',
      name: 'postgresql://me@db.example:6000/other?service=gifts',
    });
    expect(faultOf('service=none', env).message).toBe(
      `There is no service "none" in ${file} or /etc/postgresql-common/pg_service.conf.`,
    );
    expect(faultOf('service=bad', env)).toMatchObject({ nextStep: 'Did you mean host?', exitCode: 2 });
    expect(faultOf('service=cut', env).message).toBe(`Line 11 of the service file ${file} is not NAME=VALUE.`);
  });

  test.each([
    [
      'postgresql://db/x?sslmod=require',
      '--db has the parameter sslmod, which presents does not know.',
      'Did you mean sslmode?',
    ],
    [
      'postgresql://db?database=x',
      '--db has the parameter database, which presents does not know.',
      'Did you mean dbname?',
    ],
    ['hots=db dbname=x', '--db has the parameter hots, which presents does not know.', 'Did you mean host?'],
    [
      'postgresql://db/x?sslmode=on',
      'sslmode in --db must be one of disable, allow, prefer, require, verify-ca, verify-full.',
      '',
    ],
    ['postgresql://db/x?target_session_attrs=rw', 'target_session_attrs in --db must be one of any, read-write,', ''],
    ['postgresql://db/x?connect_timeout=soon', 'connect_timeout in --db is not a number of seconds.', ''],
    ['postgresql://db:70000/x', 'port in --db is not a whole number from 1 to 65535.', ''],
    ['postgresql://a,b/x?port=1,2,3', '--db names 2 servers and 3 ports.', ''],
    ['postgresql://::1/x', 'The host or the port in --db cannot be read.', 'brackets'],
    ['postgresql://db/%zz', '--db has a % that is not followed by two hexadecimal digits of UTF-8.', '%25'],
    ['postgresql://db/a%00b', '--db holds a null byte.', ''],
    ['host=db dbname', '--db has a word that is not NAME=VALUE, or a quote that is not closed.', ''],
    ["host='db", '--db has a word that is not NAME=VALUE, or a quote that is not closed.', ''],
    ['jdbc:postgresql://db/x', '--db is a URL for another program: it has jdbc: in it.', 'postgresql://USER@HOST'],
    [
      'postgresql+psycopg2://db/x',
      '--db is a URL for another program: it has +psycopg2 in it.',
      'postgresql://USER@HOST',
    ],
    ['postgresql:gifts', '--db is a URL without //.', 'postgresql://USER@HOST'],
    [
      'postgress://db/x',
      '--db is a URL of a kind that presents does not open: postgress.',
      'Did you mean postgresql://?',
    ],
    ['mysql://db/x', '--db is a URL of a kind that presents does not open: mysql.', 'SQLite files'],
    ['postgresql://db/x?sslrootcert=system&sslmode=require', 'sslrootcert=system needs sslmode=verify-full.', ''],
  ])('that cannot be followed is refused with what to do: %s', (name, message, nextStep) => {
    const fault = faultOf(name);
    expect(fault.message).toContain(message);
    expect(fault.nextStep).toContain(nextStep);
    expect(fault.exitCode).toBe(2);
  });

  test('is refused where a variable cannot be followed, by its name', () => {
    expect(faultOf('postgresql://db', { PGSSLMODE: 'on' }).message).toContain('PGSSLMODE must be one of');
    expect(faultOf('postgresql://db', { PGPORT: 'x' }).message).toContain('PGPORT is not a whole number');
  });

  test('asks for encryption as libpq does', () => {
    expect(server('postgresql://db').tls).toEqual({});
    expect(server('postgresql://db?ssl=true').tls).toEqual({ mode: 'require' });
    expect(server('postgresql://db?sslmode=require&sslrootcert=ca.pem').tls).toEqual({
      mode: 'verify-ca',
      rootCertificates: '/srv/ca.pem',
    });
    expect(server('postgresql://db?sslrootcert=system').tls).toEqual({ mode: 'verify-full' });
    expect(server('postgresql://db?sslrootcert=ca.pem').name).toMatch(/\?sslrootcert=\/srv\/ca\.pem$/);
  });

  test.each([
    `postgresql://shop:${SECRET}@db/gifts?bad=1`,
    `postgresql://shop:12/${SECRET}@db/gifts`,
    `postgresql://shop:x/${SECRET}@db/gifts`,
    `postgresql://shop:x?${SECRET}@db/gifts`,
    `postgresql://shop:${SECRET}?x@db/gifts`,
    `postgresql://shop:${SECRET}%zz@db/gifts`,
    `postgresql://shop:[${SECRET}@[db/gifts`,
    `postgresql://shop@db/gifts?password=a&${SECRET}`,
    `postgresql://shop@db/gifts?pasword=${SECRET}`,
    `postgresql://shop:${SECRET}@db:99999/gifts`,
    `postgresql+psycopg2://shop:${SECRET}@db/gifts`,
    `postgress://shop:${SECRET}@db/gifts`,
    `jdbc:postgresql://db/gifts?password=${SECRET}`,
    `password=a ${SECRET} dbname=x`,
    `password=a ${SECRET}=x dbname=x`,
    `password='${SECRET} dbname=x`,
    `pasword=${SECRET} dbname=x`,
  ])('is refused without a word of its password: %s', async (name) => {
    const fault = faultOf(name);
    expect([fault.message, fault.nextStep, String(fault.cause), fault.stack].join()).not.toContain(SECRET);
    const cwd = temporaryFolder();
    const byOption = await runInProcess(['user', 'list', '--db', name], { cwd });
    const byVariable = await runInProcess(['init'], { cwd, env: { PRESENTS_DB: name } });
    expect([byOption.exitCode, byVariable.exitCode]).toEqual([2, 2]);
    expect(JSON.stringify([byOption, byVariable])).not.toContain(SECRET);
    for (const open of [openServerStore, databaseExists, initDatabase]) {
      const refused = await open(name).catch((error: unknown) => error);
      expect(refused).toMatchObject({ name: 'PresentsError', field: 'path', exitCode: 2 });
    }
  });

  test('with ./ in front of it, or behind a folder, is the name of a file', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'postgresql:'));
    copyFileSync(copyReference(), join(cwd, 'postgresql:', 'gifts'));
    copyFileSync(copyReference(), join(cwd, 'service=gifts'));
    for (const name of ['./postgresql://gifts', './service=gifts', join(cwd, 'service=gifts')]) {
      const { exitCode, stdout } = await runInProcess(['user', 'list', '--json', '--db', name], { cwd });
      expect([name, exitCode, JSON.parse(stdout).length > 0]).toEqual([name, 0, true]);
    }
  });

  test.each(FILES)('is not what only looks like it: %s', (name) => {
    expect(named(name)).toMatchObject({ kind: 'file', path: expect.stringContaining('/srv/') });
  });

  test('shows its password where it is written in it', () => {
    expect(showsPassword(`postgresql://shop:${SECRET}@db/x`)).toBe(true);
    expect(showsPassword(`postgresql://db/x?user=a&password=${SECRET}`)).toBe(true);
    expect(showsPassword(`dbname=x password = ${SECRET}`)).toBe(true);
    expect(['postgresql://shop@db:5432/x', 'service=gifts', 'a:b@c.db'].some(showsPassword)).toBe(false);
  });
});

describe('A location', () => {
  test('is shown harmless, and carried into a command exactly', () => {
    const location = named('my\u001b[31m gifts.db');
    expect(locationText(location)).not.toContain('\u001b');
    expect(locationWords(location)).toEqual(['--db', '/srv/my\u001b[31m gifts.db']);
    expect(locationText(server('postgresql://db/a%1b[31m'))).not.toContain('\u001b');
  });

  test('is the same as another whatever way it was named', () => {
    expect(isSameLocation(named('a.db'), named('/srv/x/../a.db'))).toBe(true);
    expect(isSameLocation(named('postgres://me:x@db/a'), named('host=db user=me dbname=a'))).toBe(true);
    expect(isSameLocation(fileAt('/srv/a.db'), fileAt('/srv/A.db'))).toBe(false);
  });

  test('is that of PRESENTS_DB where --db is not given, before DATABASE_PATH; DATABASE_URL is never looked at', async () => {
    const cwd = temporaryFolder();
    copyFileSync(copyReference(), join(cwd, 'a.db'));
    const env = { PRESENTS_DB: 'a.db', DATABASE_PATH: 'none.db', DATABASE_URL: 'postgresql://db/x' };
    const list = await runInProcess(['user', 'list', '--json'], { cwd, env });
    expect(list.exitCode).toBe(0);
    const missing = await runInProcess(['user', 'list'], { cwd, env: { ...env, PRESENTS_DB: '' } });
    expect(missing.stderr).toContain(join(cwd, 'none.db'));
    const refused = await runInProcess(['user', 'list'], { cwd, env: { ...env, PRESENTS_DB: 'mysql://x' } });
    expect(refused.stderr).toContain('PRESENTS_DB is a URL of a kind that presents does not open: mysql.');
  });
});
