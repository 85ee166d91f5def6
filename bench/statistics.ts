import { toTimestamp } from '../src/store/answers/timestamps.ts';
import { fileAt } from '../src/store/location.ts';
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
  systemStatsOfWindow,
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
  /** The original's, where it is not better with another statement. */
  readonly plain?: (prepare: Prepare, from: Date) => unknown;
  readonly ours: (store: Store, from: Date) => Promise<unknown>;
}

const GROWTH_HOURS = [24, 720];
const COLUMNS = ["the original's way", 'plain SQL, our index', 'ours', 'original ÷ ours'];

/** The questions of the original program, each in three ways, and how they grow with the log. */
export async function benchStatistics({ log, logs, env, scale, say }: Setting): Promise<readonly Section[]> {
  say('questions');
  const options = { ...scale, env };
  const rows = await measure(log, questionsOf(log), options);
  const grown: Row[] = [];
  for (const smaller of logs) {
    const count = smaller.callCount.toLocaleString('en');
    say(`questions to ${count} calls`);
    const questions = GROWTH_HOURS.map((hours) => systemQuestion(hours, smaller));
    grown.push(...ofCalls(await measure(smaller, questions, options), count));
  }
  const count = log.callCount.toLocaleString('en');
  const works = GROWTH_HOURS.map((hours) => systemQuestion(hours, log).work);
  grown.push(
    ...ofCalls(
      rows.filter(({ work }) => works.includes(work)),
      count,
    ),
  );
  return [
    { title: 'Questions', about: about(log), columns: COLUMNS, rows },
    {
      title: 'Growth',
      about: 'The same ways with logs of different size, all of 30 days.',
      columns: COLUMNS,
      rows: grown,
    },
  ];
}

function about({ callCount, days }: Log): string {
  return (
    `Milliseconds for an answer, on a log of ${callCount.toLocaleString('en')} calls in ${Math.round(days)} days. ` +
    "The original's way: its own SQL over a connection opened for the question, on a copy of the file with its own indexes " +
    'only. Plain SQL, our index: the same answers over a connection that stays open, on the file with the covering indexes, by ' +
    'whichever statement is faster for the window. Ours: the store in its thread with its statistics index, which answers with ' +
    'more (percentiles, routes, status codes). Medians; the three ways by turns.'
  );
}

function ofCalls(rows: readonly Row[], count: string): readonly Row[] {
  return rows.map(({ work, cells }) => ({ work: `${work}, of ${count} calls`, cells }));
}

function questionsOf(log: Log): readonly Question[] {
  const { id, username } = log.busiestUser;
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
    ...WINDOWS.map(({ hours }) => systemQuestion(hours, log)),
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

function systemQuestion(hours: number, { days }: Log): Question {
  const isLong = hours > (days * 24) / 10;
  return {
    work: `system statistics, ${nameOf(hours)}`,
    hours,
    original: (prepare, from) => systemStats(prepare, toTimestamp(from)),
    plain: (prepare, from) => systemStatsOfWindow(prepare, toTimestamp(from), { isLong }),
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
  const { store } = await openIndexedStore(fileAt(log.path), options.env);
  const rows: Row[] = [];
  try {
    for (const { work, hours, original, plain: plainly = original, ours } of questions) {
      const fromAt = (turn: number) => new Date(log.newestAt.getTime() - hours * 3_600_000 - turn * 1000);
      const ways: readonly Way[] = [
        (turn) => askOverNewConnection(log.originalPath, (prepare) => original(prepare, fromAt(turn))),
        (turn) => plainly(kept.prepare, fromAt(turn)),
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
