import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyReference } from '../helpers/store.ts';
import { runWords } from './program.ts';

// As if the package were not installed; what asks for it is told on stderr.
const WITHOUT_PG = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve(name, context, next) {
    if (!/^pg(-|$)/.test(name)) return next(name, context);
    process.stderr.write('asked for ' + name + '\\n');
    throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
  } });`)}`;

const run = (...argv: readonly string[]) =>
  runWords([process.execPath, '--import', WITHOUT_PG, join('dist', 'main.js'), ...argv]);

test('The driver of PostgreSQL is not looked for by a command on a file, and missed in a sentence by one on a server', async () => {
  const onFile = await run('stats', 'system', '--db', copyReference());
  expect([onFile.code, onFile.stderr.includes('asked for pg')]).toEqual([0, false]);
  const onServer = await run('user', 'list', '--db', 'postgresql://me@127.0.0.1:1/gifts');
  expect(onServer.code).toBe(2);
  expect(onServer.stderr).toContain(
    '✗ PostgreSQL needs the package pg.\n  Install it beside presents: npm install pg pg-copy-streams\n',
  );
});
