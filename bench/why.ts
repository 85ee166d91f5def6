import { setTimeout as delay } from 'node:timers/promises';
import { whySteps } from '../src/insight/why/why.ts';
import { fileAt } from '../src/store/location.ts';
import type { Store } from '../src/store/store.ts';
import { makeCase } from '../test/helpers/why-cases/make-case.ts';
import { openIndexedStore } from './indexed-store.ts';
import { figure, median, quantile, type Row, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const ROUNDS = 7;

/** Measures how long Why takes about as many calls as are compared at most, the pieces in which it works, and the whole question of a log. */
export async function benchWhy(setting: Setting): Promise<readonly Section[]> {
  setting.say('why');
  return [benchMemory(), await benchLog(setting)];
}

function benchMemory(): Section {
  const made = makeCase({ seed: 95_508, kind: 'two', sel: 'status', profile: 'demo', burst: 0 });
  const rounds = Array.from({ length: ROUNDS }, () => measure(made));
  const row = (work: string, of: keyof ReturnType<typeof measure>, wanted: string) => ({
    work,
    cells: [figure(median(rounds.map((round) => round[of])), 'ms'), wanted],
  });
  return {
    title: 'Why',
    about: `Compares ${made.here.length} calls with ${made.elsewhere.length} others, all of which are in memory: the median of ${ROUNDS} rounds.`,
    columns: ['figure', 'wanted'],
    rows: [
      row('first lines, without payloads', 'firstMs', '300 ms'),
      row('all lines', 'allMs', '1 s'),
      row('longest piece of work', 'longestStepMs', '10 ms'),
    ],
  };
}

function measure({ here, elsewhere, options }: ReturnType<typeof makeCase>) {
  const startedAt = performance.now();
  const steps = whySteps(here, elsewhere, options);
  let [firstMs, longestStepMs, stepAt] = [Number.NaN, 0, startedAt];
  for (;;) {
    const { done, value } = steps.next();
    const now = performance.now();
    longestStepMs = Math.max(longestStepMs, now - stepAt);
    stepAt = now;
    if (value !== undefined && Number.isNaN(firstMs)) firstMs = now - startedAt;
    if (done) return { firstMs, allMs: now - startedAt, longestStepMs };
  }
}

const HOUR_MS = 3_600_000;
const OTHERS_EVERY_MS = 5;
// As the screen asks.
const PATIENCE_MS = 100;

/** A question about a log. */
interface Question {
  readonly work: string;
  readonly hours: number;
  readonly filter: string;
}

async function benchLog({ log, env, scale }: Setting): Promise<Section> {
  const { store } = await openIndexedStore(fileAt(log.path), env);
  const { username } = log.busiestUser;
  const questions: readonly Question[] = [
    { work: 'a span of an hour', hours: 1, filter: '' },
    { work: 'failed calls, 24 h', hours: 24, filter: 'is:error' },
    { work: 'slow calls, 24 h', hours: 24, filter: 'ms:>=500' },
    { work: 'a user, 24 h', hours: 24, filter: `user:${username}` },
    { work: 'failed calls, 30 d', hours: 30 * 24, filter: 'is:error' },
  ];
  const rows: Row[] = [];
  try {
    for (const question of questions) {
      const rounds: Awaited<ReturnType<typeof ask>>[] = [];
      for (let turn = 0; turn <= scale.rounds; turn += 1) {
        const asked = await ask(store, question, log.newestAt.getTime() - turn * 1000);
        // The first brings files into memory.
        if (turn > 0) rounds.push(asked);
      }
      const of = (name: 'firstMs' | 'allMs') => figure(median(rounds.map((round) => round[name])), 'ms');
      const waits = rounds.flatMap(({ waitsMs }) => waitsMs);
      rows.push({ work: question.work, cells: [of('firstMs'), of('allMs'), figure(quantile(waits, 0.95), 'ms')] });
    }
  } finally {
    await store.close();
  }
  return {
    title: 'Why, of a log',
    about:
      `Asked of a store in its thread, of a log of ${log.callCount.toLocaleString('en')} calls, as the screen asks: until the first lines, ` +
      'and until all; and how long another question, which needs no time itself, waits meanwhile. Wanted are 300 ms, 1 s and 16 ms.',
    columns: ['first lines', 'all lines', 'another question waits, p95'],
    rows,
  };
}

async function ask(store: Store, { hours, filter }: Question, endMs: number) {
  const window = { from: new Date(endMs - hours * HOUR_MS), to: new Date(endMs) };
  const startedAt = performance.now();
  const waitsMs: number[] = [];
  let isOver = false;
  const others = (async () => {
    while (!isOver) {
      const askedAt = performance.now();
      await store.version();
      waitsMs.push(performance.now() - askedAt);
      await delay(OTHERS_EVERY_MS);
    }
  })();
  let firstMs = Number.NaN;
  for (;;) {
    const { progress, lines } = await store.apiLogs.why({ window, filter, patienceMs: PATIENCE_MS });
    const hasLines = progress.isComplete || lines.length > 0 || progress.reading === 'payloads';
    if (hasLines && Number.isNaN(firstMs)) firstMs = performance.now() - startedAt;
    if (progress.isComplete) break;
  }
  isOver = true;
  const allMs = performance.now() - startedAt;
  await others;
  return { firstMs, allMs, waitsMs };
}
