import { toTimestamp } from '../src/store/sqlite/timestamps.ts';
import type { Store } from '../src/store/store.ts';
import { type CompareOptions, compare, type Way } from './compare.ts';
import type { Log } from './databases.ts';
import { openIndexedStore } from './indexed-store.ts';
import {
  askOverNewConnection,
  cacheStats,
  KeptConnection,
  listUsers,
  type Prepare,
  recentErrors,
  systemStats,
  userStats,
} from './original-way.ts';
import { figure, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';

/** The windows that the dashboard offers. */
export const WINDOWS = [
  { name: '1 h', hours: 1 },
  { name: '6 h', hours: 6 },
  { name: '24 h', hours: 24 },
  { name: '7 d', hours: 7 * 24 },
  { name: '30 d', hours: 30 * 24 },
] as const;

/** A question to a log: as the original asks it, and as it is asked of the store. `from` is where its window begins. */
interface Question {
  readonly work: string;
  readonly hours: number;
  readonly original: (prepare: Prepare, from: Date) => unknown;
  readonly ours: (store: Store, from: Date) => Promise<unknown>;
}

const COLUMNS = ["the original's way", 'its SQL, our index', 'ours', 'original ÷ ours'];

/** The questions of the original program, each in three ways. */
export async function benchStatistics({ log, env, scale, say }: Setting): Promise<Section> {
  say('questions');
  return {
    title: 'Questions',
    about:
      `Milliseconds for an answer, on a log of ${log.callCount.toLocaleString('en')} calls in ${Math.round(log.days)} days. ` +
      "The original's way: its own SQL over a connection opened for the question, on a copy of the file with its own indexes " +
      'only. Its SQL, our index: the same SQL over a connection that stays open, on the file with the covering indexes. Ours: ' +
      'the store in its worker with its statistics index, which answers with more (percentiles, routes, status codes).',
    columns: COLUMNS,
    rows: await measure(log, questionsOf(log), { ...scale, env }),
  };
}

/** The question about everybody on logs of different size. */
export async function benchGrowth({ logs, env, scale, say }: Setting): Promise<Section> {
  say('growth');
  const rows: Row[] = [];
  for (const log of logs) {
    const of = `of ${log.callCount.toLocaleString('en')} calls`;
    const questions = [24, 720].map((hours) => systemQuestion(`system statistics, ${nameOf(hours)}, ${of}`, hours));
    rows.push(...(await measure(log, questions, { ...scale, env })));
  }
  return {
    title: 'Growth',
    about: 'The same ways with logs of different size, each with 500 users in 30 days.',
    columns: COLUMNS,
    rows,
  };
}

function questionsOf({ busiestUser }: Log): readonly Question[] {
  const { id, username } = busiestUser;
  const ofUser = (hours: number): Question => ({
    work: `statistics of the busiest user, ${nameOf(hours)}`,
    hours,
    original: (prepare, from) => userStats(prepare, id, toTimestamp(from)),
    ours: (store, from) => store.apiLogs.userStats(username, { from, to: null }),
  });
  const timeless = (work: string, original: Question['original'], ours: Question['ours']): Question => ({
    work,
    hours: 0,
    original,
    ours,
  });
  return [
    ...WINDOWS.map(({ name, hours }) => systemQuestion(`system statistics, ${name}`, hours)),
    ofUser(24),
    ofUser(720),
    timeless(
      'the newest 100 errors',
      (prepare) => recentErrors(prepare, 100),
      (store) => store.apiLogs.recentErrors({ limit: 100 }),
    ),
    timeless('the cache of classifications', cacheStats, (store) => store.products.stats()),
    timeless('the list of users', listUsers, (store) => store.users.list()),
  ];
}

function systemQuestion(work: string, hours: number): Question {
  return {
    work,
    hours,
    original: (prepare, from) => systemStats(prepare, toTimestamp(from)),
    ours: (store, from) => store.apiLogs.systemStats({ from, to: null }),
  };
}

function nameOf(hours: number): string {
  return WINDOWS.find((window) => window.hours === hours)?.name ?? `${hours} h`;
}

async function measure(
  log: Log,
  questions: readonly Question[],
  options: CompareOptions & Pick<Setting, 'env'>,
): Promise<readonly Row[]> {
  const kept = new KeptConnection(log.path);
  const { store } = await openIndexedStore(log.path, options.env);
  const rows: Row[] = [];
  try {
    for (const { work, hours, original, ours } of questions) {
      const fromAt = (turn: number) => new Date(log.newestAt.getTime() - hours * 3_600_000 - turn * 1000);
      const ways: readonly Way[] = [
        (turn) => askOverNewConnection(log.originalPath, (prepare) => original(prepare, fromAt(turn))),
        (turn) => original(kept.prepare, fromAt(turn)),
        (turn) => ours(store, fromAt(turn)),
      ];
      const [before, plain, now] = await compare(ways, options);
      rows.push({ work, cells: [figure(before, 'ms'), figure(plain, 'ms'), figure(now, 'ms'), ratio(before, now)] });
    }
  } finally {
    kept.close();
    await store.close();
  }
  return rows;
}
