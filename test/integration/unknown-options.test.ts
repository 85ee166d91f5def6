import { createServer } from 'node:http';
import fastify from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import { expressLogger } from '../../src/integration/frameworks/express.ts';
import { fastifyLogger } from '../../src/integration/frameworks/fastify.ts';
import { honoLogger } from '../../src/integration/frameworks/hono.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { aUser, buildDatabase } from '../helpers/store.ts';

type Store = Awaited<ReturnType<typeof library.openStore>>;

let store: Store;
beforeAll(async () => {
  store = await library.openStore(buildDatabase({ users: [aUser('shop')] }));
  clearLater(() => store.close());
});

const ODD = { colour: 'red' } as never;
const classify = async () => ({ color: 'red' });

/** Each function of the library with an option that is unknown, or with one of another kind where it takes none. */
const ATTEMPTS: Readonly<Record<string, () => unknown>> = {
  openStore: () => library.openStore('nothing.db', ODD),
  initDatabase: () => library.initDatabase('nothing.db', ODD),
  databaseExists: () => library.databaseExists(ODD),
  allRows: () => library.allRows(store.apiLogs.calls, ODD).next(),
  cachedClassifier: () => library.cachedClassifier(store, classify, ODD),
  classify: () => library.cachedClassifier(store, classify).classify({ productId: 'B', description: 'b' }, ODD),
  classifyMany: () => library.cachedClassifier(store, classify).classifyMany([], ODD),
  endOnSignals: () => library.endOnSignals(createServer(), [store], ODD),
  httpLogger: () => library.httpLogger(store, ODD),
  describe: () => library.httpLogger(store, { signals: [] }).describe({} as never, ODD),
  metrics: () => library.metrics(store, ODD),
  retention: () => library.retention(store, ODD),
  expressLogger: () => expressLogger(store, ODD),
  fastifyLogger: () => fastify().register(fastifyLogger, Object.assign({ store }, ODD)),
  honoLogger: () => honoLogger(store, ODD),
};

/** Functions without options. */
const WITHOUT_OPTIONS = ['PresentsError', 'RequestRefusedError', 'userOf'];

test('Every function of the library is tried', () => {
  const functions = Object.entries(library).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect(Object.keys(ATTEMPTS)).toEqual(
    expect.arrayContaining(functions.filter((name) => !WITHOUT_OPTIONS.includes(name))),
  );
});

test.each(Object.entries(ATTEMPTS))('%s refuses an option that it does not know', async (name, attempt) => {
  const field = name === 'databaseExists' ? 'path' : 'colour';
  const fault = { name: 'PresentsError', code: 'invalid', field };
  await expect((async () => await attempt())()).rejects.toMatchObject(fault);
});

test.each<[string, (now: never) => unknown]>([
  ['openStore', (now) => library.openStore('nothing.db', { now })],
  ['initDatabase', (now) => library.initDatabase('nothing.db', { now })],
  ['httpLogger', (now) => library.httpLogger(store, { now })],
  ['expressLogger', (now) => expressLogger(store, { now })],
  ['honoLogger', (now) => honoLogger(store, { now })],
  ['cachedClassifier', (now) => library.cachedClassifier(store, classify, { now })],
  ['retention', (now) => library.retention(store, { now, callsDays: 1 })],
])('%s refuses a clock that tells no time', async (_, attempt) => {
  const wrong = async () => await attempt((() => 5) as never);
  await expect(wrong()).rejects.toMatchObject({ name: 'PresentsError', code: 'invalid', field: 'now' });
});
