import { setTimeout as delay } from 'node:timers/promises';
import { NameIndex } from '../src/text/name-index.ts';
import { wantedOf } from '../src/text/ranking.ts';
import { type Frame, TimedDashboard } from './dashboard.ts';
import { completeIndex } from './indexed-store.ts';
import { figure, quantile, type Row, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const NAME_COUNT = 100_000;
const MOST_MATCHES = 100;
const WORDS = ['acme', 'shop', 'gift', 'blue', 'lane', 'studio', 'wunsch', 'zettel', 'maple', 'paper', 'büro', 'haus'];
/** Texts that are typed letter by letter: beginnings, words, letters from all over, and what nobody is called. */
const TYPED = ['acme-gift', 'studio', 'eo7', 'gbz', 'lane blue', 'tt1', 'xq', 'büro', 'ui3a'];
const PAUSE_MS = 40;

/** The palette over many users: ranking alone, and from a letter to the finished frame. */
export async function benchPalette(setting: Setting): Promise<Section> {
  setting.say('palette');
  const { largeCrowd, env } = setting;
  await completeIndex(largeCrowd.path, env);
  return {
    title: 'Palette',
    about:
      'Milliseconds of the thread that draws for a letter more of a name, the first ones included, for which nothing is compiled yet; ' +
      'and in a pseudo-terminal from a key to the finished frame.',
    columns: ['p50', 'p95', 'wanted'],
    rows: [rankingRow(), ...(await frameRows(setting))],
  };
}

function rankingRow(): Row {
  const index = new NameIndex(manyNames());
  const times = TYPED.flatMap((text) =>
    Array.from(text, (_, at) => {
      const wanted = wantedOf(text.slice(0, at + 1));
      const startedAt = performance.now();
      index.search(wanted, MOST_MATCHES);
      return performance.now() - startedAt;
    }),
  );
  return rowOf(`ranking ${NAME_COUNT.toLocaleString('en')} names`, times, '16 ms');
}

function manyNames() {
  const word = (at: number) => WORDS[at % WORDS.length] ?? '';
  const names = Array.from({ length: NAME_COUNT }, (_, at) => {
    const number = (Math.imul(at, 2_654_435_761) >>> 0).toString(36);
    return `${word(at * 7)}-${word(at * 13 + 5)}-${number}`;
  });
  let end = 0;
  const ends = Uint32Array.from(names, (name) => {
    end += name.length;
    return end;
  });
  return { text: names.join(''), ends };
}

async function frameRows({ largeCrowd, env, scale }: Setting): Promise<readonly Row[]> {
  const dashboard = new TimedDashboard({ databasePath: largeCrowd.path, env });
  const users = largeCrowd.userCount.toLocaleString('en');
  const [opened, typed]: [Frame[], Frame[]] = [[], []];
  const measure = async (key: string, frames: Frame[]): Promise<void> => {
    const frame = await dashboard.frameAfter(key);
    if (frame) frames.push(frame);
    await delay(PAUSE_MS);
  };
  try {
    await dashboard.waitFor(/\b1 \/ [\d,]+/);
    await dashboard.quiet(300, 3000);
    while (typed.length < scale.keyCount) {
      await measure(':', opened);
      await dashboard.quiet(300, 3000);
      for (const letter of `r${opened.length}s`) await measure(letter, typed);
      await measure('escape', []);
    }
    return [
      rowOf(`opening it, ${users} users`, lastBytes(opened), '16 ms'),
      rowOf(`a letter in it, ${users} users`, lastBytes(typed), '16 ms'),
    ];
  } finally {
    await dashboard.end();
  }
}

function lastBytes(frames: readonly Frame[]): readonly number[] {
  return frames.map(({ lastByteMs }) => lastByteMs);
}

function rowOf(work: string, times: readonly number[], wanted: string): Row {
  return { work, cells: [figure(quantile(times, 0.5), 'ms'), figure(quantile(times, 0.95), 'ms'), wanted] };
}
