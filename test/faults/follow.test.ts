import { spawn } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runInProcess } from '../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase, runSql } from '../helpers/store.ts';
import { presentsWords, runWords } from './program.ts';

/** The time so many seconds ago, as the API writes it. */
const secondsAgo = (seconds: number): string =>
  new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** Logs a call as the API would; `ago` in seconds. */
function log(path: string, route: string, { status = 200, ago = 0, at = secondsAgo(ago) } = {}): void {
  runSql(
    path,
    `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
     VALUES (1, '${at}', '${route}', ${status}, 5)`,
  );
}

interface Following {
  /** Resolves with all of stdout when it holds this text. */
  printed(text: string): Promise<string>;
  /** Resolves with all of stderr when it holds this text. */
  said(text: string): Promise<string>;
  end(
    signal: NodeJS.Signals,
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function follow(path: string, ...argv: readonly string[]): Following {
  const [command = '', ...words] = presentsWords(['calls', '--follow', '--db', path, ...argv]);
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TZ: 'UTC' } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      texts[name] += chunk;
    });
  }
  const holds = (name: 'stdout' | 'stderr', text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (texts[name].includes(text)) resolve(texts[name]);
      };
      child[name].on('data', look);
      child.on('close', () => reject(new Error(`ended without “${text}”: ${JSON.stringify(texts)}`)));
      look();
    });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    printed: (text) => holds('stdout', text),
    said: (text) => holds('stderr', text),
    end: async (signal) => {
      child.kill(signal);
      return { code: await closed, ...texts };
    },
  };
}

function aDatabase(): string {
  const path = buildDatabase({ users: [aUser('shop')] });
  log(path, '/first', { ago: 60 });
  log(path, '/second', { ago: 30 });
  return path;
}

describe('calls --follow', () => {
  test('prints the newest calls, oldest first, then each new one on a line of its own, and exits 130 on Ctrl-C', async () => {
    const path = aDatabase();
    const following = follow(path);
    await following.printed('/second');
    for (const route of ['/third', '/fourth']) {
      log(path, route);
      await following.printed(route);
    }
    const { code, stdout, stderr } = await following.end('SIGINT');
    expect([code, stderr]).toEqual([130, '  Times are those of UTC.\n']);
    const routes = stdout.split('\n').map((line) => /\/\w+/.exec(line)?.[0]);
    expect(routes).toEqual([undefined, '/first', '/second', '/third', '/fourth', undefined]);
  });

  test('prints only what fits, with --jsonl and --csv, too', async () => {
    const path = aDatabase();
    const lines = follow(path, '--jsonl', '--where', 'status:5xx', '--limit', '1');
    const table = follow(path, '--csv', '--where', 'status:5xx');
    log(path, '/fine');
    log(path, '/failed', { status: 503 });
    await Promise.all([lines.printed('/failed'), table.printed('/failed')]);
    expect(JSON.parse((await lines.end('SIGTERM')).stdout)).toMatchObject({ apiRoute: '/failed', statusCode: 503 });
    const rows = (await table.end('SIGINT')).stdout.trim().split('\r\n');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toBe('dateTime,username,statusCode,apiRoute,responseMs,errorMessage');
  });

  test('prints a call that was logged late, behind newer ones', async () => {
    const path = aDatabase();
    const following = follow(path);
    await following.printed('/second');
    log(path, '/slow', { ago: 45 });
    await following.printed('/slow');
    const { stdout } = await following.end('SIGINT');
    expect(stdout.match(/\/(?:second|slow)/g)).toEqual(['/second', '/slow']);
  });

  test('goes on after a cleanup, and after another file took the place of its own', async () => {
    const path = aDatabase();
    const other = aDatabase();
    log(path, '/ancient', { ago: 100 * 86_400 });
    const following = follow(path);
    await following.printed('/second');
    const cleanup = await runWords(presentsWords(['cleanup', 'logs', '--yes', '--json', '--db', path]));
    expect(JSON.parse(cleanup.stdout)).toEqual({ deleted: 1 });
    const at = secondsAgo(0);
    log(path, '/after-cleanup', { at });
    await following.printed('/after-cleanup');
    log(other, '/of-another-file');
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    renameSync(other, path);
    await following.printed('/of-another-file');
    // The fourth call of this file, and of the same second as the fourth of the other one.
    log(path, '/later-there', { at });
    await following.printed('/later-there');
    expect((await following.end('SIGINT')).code).toBe(130);
  });

  test('says that the file is gone, and goes on when it is back', async () => {
    const path = aDatabase();
    const following = follow(path);
    await following.printed('/second');
    renameSync(path, `${path}.away`);
    await following.said('Trying again.');
    renameSync(`${path}.away`, path);
    await following.said('can be read again');
    log(path, '/back');
    await following.printed('/back');
    const { code, stderr } = await following.end('SIGINT');
    expect(code).toBe(130);
    expect(stderr.match(/Trying again/g)).toHaveLength(1);
  });
});

test('calls ends quietly when its reader has seen enough', async () => {
  const calls = Array.from({ length: 20_000 }, (_, n) => aCall({ apiRoute: `/route/${n}` }));
  const path = buildDatabase({ users: [aUser('shop')], calls });
  const words = presentsWords(['calls', '--days', '3650', '--limit', 'all', '--csv', '--db', path]);
  const ended = await runWords(['bash', '-c', 'set -o pipefail; "$@" | head -2', 'sh', ...words]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(/^dateTime,[^\n]+\n2026-11-20T11:59:00.000Z,shop,200,\/route\/19999,10,\r\n$/);
});

test('calls --follow on a locked database says so on stderr, and goes on', async () => {
  const path = buildDatabase({ users: [aUser('shop')], calls: [aCall()] });
  runSql(path, 'PRAGMA journal_mode = DELETE');
  const locker = new Database(path);
  const result = await runInProcess(['calls', '--follow', '--db', path], {
    cwd: '/',
    busyTimeoutMs: 10,
    onOutput: ({ stdout, stderr }) => {
      const isRefused = stderr.includes('Trying again.');
      if (isRefused && locker.inTransaction) locker.exec('COMMIT');
      else if (!isRefused && stdout.includes('/api/predict')) lock(locker);
    },
    interruptAt: 'The database can be read again.',
  });
  locker.close();
  expect(result.exitCode).toBe(130);
  expect(result.stderr).toMatch(
    /! The database .* is locked by another program\. Trying again\.\n✓ The database can be read again\.\n$/,
  );
});

/** Locks a file for all who read it, with a change that they must see. */
function lock(locker: Database.Database): void {
  if (!locker.inTransaction) locker.exec(`BEGIN EXCLUSIVE; UPDATE "user" SET is_active = 1`);
}
