import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/store.ts';

const LIBRARY = pathToFileURL(resolve('dist/index.js')).href;

// Each line that is looked for in a stack ends with its name.
const PROGRAM = `
import { allRows, cachedClassifier, httpLogger, initDatabase, openStore, PresentsError, RequestRefusedError, retention } from '${LIBRARY}';

const told = [];
async function note(name, call) {
  try {
    await call();
  } catch (error) {
    told.push({ name, stack: error.stack, names: [error.name, error.constructor.name], isOurs: error instanceof PresentsError });
  }
}
const path = process.argv[2];
await note('opening', async () => {
  await openStore(path); // opening
});
await initDatabase(path);
const store = await openStore(path);
await note('at once', async () => {
  await store.users.find(7); // at once
});
await note('written', async () => {
  await store.users.deactivate('nobody'); // written
});
await note('read', async () => {
  await store.apiLogs.userStats('nobody'); // read
});
await note('not awaited', () => new Promise((resolve, reject) => {
  store.users.deactivate('nobody').then(resolve, reject); // not awaited
}));
const call = { userId: 9, apiRoute: '/', statusCode: 200, responseTimeMs: 1 };
await Promise.all([
  note('in a batch', async () => {
    await store.apiLogs.log(call); // in a batch
  }),
  note('beside it', async () => {
    await store.apiLogs.log(call); // beside it
  }),
]);
await note('logger', async () => {
  httpLogger(store, { keyHeader: 7 }); // logger
});
await note('classifier', async () => {
  await cachedClassifier(store, async () => ({ item_main_category: 'x' })).classify({ productId: 'B1', description: 'x' }); // classifier
});
await note('clock of a classifier', async () => {
  cachedClassifier(store, async () => ({}), { now: () => 5 }); // clock of a classifier
});
await note('clock of a retention', async () => {
  retention(store, { callsDays: 1, now: () => 5 }); // clock of a retention
});
await note('all rows', async () => {
  for await (const _ of allRows(store.apiLogs.calls, { filter: 'status:(' })); // all rows
});
await store.close();
await note('closed', async () => {
  await store.users.list(); // closed
});
console.log(JSON.stringify({ told, classes: [PresentsError.name, RequestRefusedError.name] }));
`;

interface Told {
  readonly name: string;
  readonly stack: string;
  readonly names: readonly string[];
  readonly isOurs: boolean;
}

let folder = '';
const run = (...flags: readonly string[]): { readonly told: readonly Told[]; readonly classes: readonly string[] } =>
  JSON.parse(
    execFileSync(process.execPath, [...flags, join(folder, 'program.mjs'), join(temporaryFolder(), 'gifts.db')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    }),
  );

beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
});

describe('An error of the package as it is published', () => {
  test('begins its stack at the line that called, wherever it was made, and keeps the name of its class', () => {
    const { told, classes } = run();
    expect(classes).toEqual(['PresentsError', 'RequestRefusedError']);
    expect(told.map(({ name }) => name)).toHaveLength(13);
    const lines = PROGRAM.split('\n');
    for (const { name, stack, names, isOurs } of told) {
      expect([name, names, isOurs]).toEqual([name, ['PresentsError', 'PresentsError'], true]);
      const line = lines.findIndex((text) => text.endsWith(`// ${name}`)) + 1;
      const [, first] = stack.split(/\n {4}at /);
      expect([name, first]).toEqual([name, expect.stringContaining(`program.mjs:${line}:`)]);
    }
  });

  test('shows the lines of the sources before it where Node reads source maps, in threads, too', () => {
    for (const { name, stack } of run('--enable-source-maps').told) {
      expect([name, stack]).toEqual([
        name,
        expect.stringMatching(/\n {4}at .*src\/[\w/-]+\.ts:\d+:\d+[\s\S]*program\.mjs:\d+/),
      ]);
      expect([name, stack]).toEqual([name, expect.not.stringMatching(/dist\/[\w-]+\.js:/)]);
    }
  });
});
