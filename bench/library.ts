import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/index.ts';
import type { NewApiCall } from '../src/model/call.ts';
import { hashApiKey } from '../src/store/checks/keys.ts';
import { fileAt } from '../src/store/location.ts';
import { openBulkWriter } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { setJournalMode } from './databases.ts';
import { authenticate, findProduct, logCall } from './library-original.ts';
import { figure, median, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const USER_COUNT = 200;
const PRODUCT_COUNT = 2_000;
const ROUNDS = 5;
const ROUND_MS = 300;
const BATCH_CALLS = 200;
const CALLERS = 50;
const WANTED = '20 ×';
const PAYLOAD = { occasion: 'birthday', recipient: { age: 7, interests: ['dinosaurs', 'kites', 'space'] } };

/** A piece of work in both ways; each does it once, or so many times as it returns. */
interface Job {
  readonly work: string;
  readonly wanted: string;
  readonly original: (path: string, turn: number) => unknown;
  readonly library: (store: Store, turn: number) => Promise<number>;
}

const keyOf = (turn: number) => `key ${turn % USER_COUNT}`;
const userIdOf = (turn: number) => 1 + (turn % USER_COUNT);
const productIdOf = (turn: number) => `P${turn % PRODUCT_COUNT}`;
const descriptionOf = (turn: number) => `A product that is number ${turn % PRODUCT_COUNT}, with a few words about it`;
const callOf = (turn: number): NewApiCall => ({
  userId: userIdOf(turn),
  apiRoute: '/api/predict',
  requestPayload: PAYLOAD,
  responsePayload: PAYLOAD,
  statusCode: 200,
  responseTimeMs: 12.5,
});

const once = async (answer: Promise<unknown>): Promise<number> => {
  if ((await answer) === undefined) throw new Error('There was no answer.');
  return 1;
};

const JOBS: readonly Job[] = [
  {
    work: 'authentications',
    wanted: WANTED,
    original: (path, turn) => authenticate(path, keyOf(turn)),
    library: (store, turn) => once(store.users.authenticate(keyOf(turn))),
  },
  {
    work: 'calls logged, one by one',
    wanted: WANTED,
    original: (path, turn) => logCall(path, userIdOf(turn), PAYLOAD),
    library: (store, turn) => once(store.apiLogs.log(callOf(turn))),
  },
  {
    work: `the same, ${CALLERS} callers at once`,
    wanted: WANTED,
    original: (path, turn) => logCall(path, userIdOf(turn), PAYLOAD),
    library: async (store, turn) => {
      const calls = Array.from({ length: CALLERS }, (_, index) => store.apiLogs.log(callOf(turn * CALLERS + index)));
      return (await Promise.all(calls)).length;
    },
  },
  {
    work: `calls logged, in batches of ${BATCH_CALLS}`,
    wanted: WANTED,
    original: (path, turn) => logCall(path, userIdOf(turn), PAYLOAD),
    library: async (store, turn) => {
      const calls = Array.from({ length: BATCH_CALLS }, (_, index) => callOf(turn * BATCH_CALLS + index));
      return (await store.apiLogs.logMany(calls)).length;
    },
  },
  {
    work: 'cached classifications found',
    wanted: WANTED,
    original: (path, turn) => findProduct(path, productIdOf(turn), descriptionOf(turn)),
    library: (store, turn) => once(store.products.find(productIdOf(turn), descriptionOf(turn))),
  },
];

/** Measures the cost of a request: the library against the original's way, by turns on the same file. */
export async function benchLibrary({ say }: Pick<Setting, 'say'>): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'presents-library-'));
  try {
    const path = join(folder, 'library.db');
    await fill(path);
    const rows: Row[] = [];
    for (const mode of ['WAL', 'DELETE'] as const) {
      setJournalMode(path, mode);
      for (const job of JOBS) {
        say(`library, ${mode}: ${job.work}`);
        rows.push(await measure(path, { ...job, work: `${mode}, ${job.work}` }));
      }
    }
    return { title: 'The library', about: ABOUT, columns: ['original', 'library', 'ratio', 'wanted'], rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ABOUT =
  `How often in a second, by one caller who waits for each unless more are named; the median of ${ROUNDS} rounds, both ways by turns on ` +
  `the same file of ${USER_COUNT} users and ${PRODUCT_COUNT.toLocaleString('en')} products, nobody else has it open. The original’s way is a ` +
  'connection for each, with its own SQL, in Node with better-sqlite3. In journal mode DELETE every transaction waits for the disk, in ' +
  'either way: what helps there is to share one, as calls in batches and those that come at once do.';

async function measure(path: string, { work, wanted, original, library }: Job): Promise<Row> {
  const [theirs, ours]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const store = await openStore(path);
    const our = await perSecond((turn) => library(store, turn));
    await store.close();
    const their = await perSecond(async (turn) => {
      original(path, turn);
      return 1;
    });
    // The first round warms up.
    if (round === 0) continue;
    ours.push(our);
    theirs.push(their);
  }
  const [before, after] = [median(theirs), median(ours)];
  return { work, cells: [figure(before, 'calls/s'), figure(after, 'calls/s'), ratio(after, before), wanted] };
}

async function perSecond(work: (turn: number) => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  for (let turn = 0; performance.now() - startedAt < ROUND_MS; turn += 1) done += await work(turn);
  return (done * 1000) / (performance.now() - startedAt);
}

async function fill(path: string): Promise<void> {
  const writer = await openBulkWriter(fileAt(path));
  const createdAt = '2026-01-01 00:00:00';
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  await writer.insertUsers(
    numbers(USER_COUNT).map((n) => ({
      username: `user ${n}`,
      apiKeyHash: hashApiKey(keyOf(n)),
      createdAt,
      isActive: true,
    })),
  );
  await writer.insertProducts(
    numbers(PRODUCT_COUNT).map((n) => ({
      productId: productIdOf(n),
      description: descriptionOf(n),
      itemMainCategory: 'Toys',
      classifiedAt: new Date(createdAt),
    })),
  );
  await writer.close();
}
