import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/store.ts';

const chunkNames = /(?:from|import)\s*\(?[`'"]\.\/([\w.-]+\.js)[`'"]/g;
const ofDashboard = /react\.(?:element|transitional)|yoga|commander\./i;

const textOf = (chunk: string): string => readFileSync(resolve('dist', chunk), 'utf8');

/** The chunks of the build that these lead to, also those that are loaded when they are needed. */
function chunksBehind(entries: readonly string[]): readonly string[] {
  const found = new Set(entries);
  // A set goes on to what is added to it while it is walked through.
  for (const chunk of found) for (const [, next = ''] of textOf(chunk).matchAll(chunkNames)) found.add(next);
  return [...found];
}

test('nothing that a server can load of the library, in its process or its threads, has React, Ink or the commands in it', () => {
  const chunks = chunksBehind(['index.js', 'node.js', 'express.js', 'fastify.js', 'hono.js', 'store-host.js']);
  expect(chunks.length).toBeGreaterThan(20);
  expect(chunks.filter((chunk) => ofDashboard.test(textOf(chunk)))).toEqual([]);
  // The same question about the program finds them.
  expect(chunksBehind(['main.js']).filter((chunk) => ofDashboard.test(textOf(chunk))).length).toBeGreaterThan(0);
});

test('a server with every entry that asks, writes and logs loads no package but the driver and its framework', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const packages = new Set();
    registerHooks({ load(url, context, next) {
      const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1];
      if (name !== undefined) packages.add(name);
      return next(url, context);
    } });
    const [{ initDatabase, openStore }] = await Promise.all(
      ['index', 'node', 'express', 'fastify', 'hono'].map((name) => import('${resolve('dist')}/' + name + '.js')),
    );
    await initDatabase('api.db');
    const store = await openStore('api.db');
    const { id, apiKey } = await store.users.create('shop');
    await store.users.authenticate(apiKey);
    await store.apiLogs.log({ userId: id, apiRoute: '/', statusCode: 200, responseTimeMs: 1 });
    await store.apiLogs.systemStats();
    await store.close();
    console.log([...packages].sort().join());`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: temporaryFolder(),
    encoding: 'utf8',
  });
  expect(output).toBe('better-sqlite3,hono\n');
});

test('an import of the library does not make Node load what it fetches with, which takes longer than all of the library', () => {
  const imports = ['index', 'node', 'express', 'fastify'].map((name) => `import '${resolve('dist', name)}.js';`);
  const script = `${imports.join('')} console.log(process.moduleLoadList.filter((name) => name.includes('undici')).join());`;
  expect(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })).toBe('\n');
});
