import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { copyLiveReference, querySql } from '../helpers/store.ts';
import { presentsWords, runWords } from './program.ts';
import { startInShell } from './shell.ts';

/** A writer that keeps everybody else out until it is let go. */
function lock(path: string): () => void {
  const writer = new Database(path);
  writer.exec('BEGIN EXCLUSIVE');
  const release = () => void writer.close();
  onTestFinished(release);
  return release;
}

test('A writer that keeps the file for longer than anybody waits: a command gives up and says so, the dashboard waits with its rows', async () => {
  const path = copyLiveReference();
  const { program, ended } = startInShell(['--db', path], { columns: 200 });
  await program.waitFor(/● live[\s\S]*client1/);
  const release = lock(path);
  await program.waitFor(/▲ stale \d+ s: The database reference\.db is locked by another program/);
  expect(program.screen()).toContain('client1');
  program.press('x');
  const [{ code, stderr }] = await Promise.all([
    runWords(presentsWords(['user', 'deactivate', 'client1', '--db', path])),
    program.waitFor('✗ The database reference.db is locked by another program. Nothing was changed. Try again'),
  ]);
  expect([code, stderr]).toEqual([
    3,
    `✗ The database ${path} is locked by another program.\n  Try again in a moment.\n`,
  ]);
  await program.waitFor(/▲ stale (?![0-5] s)\d/);
  expect(program.screen()).toContain('client1');
  release();
  await program.waitFor('● live');
  program.press('q');
  expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
  expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(querySql(path, `SELECT is_active FROM "user" WHERE username = 'client1'`)).toEqual([{ is_active: 1 }]);
});
