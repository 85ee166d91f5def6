import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../src/demo/random.ts';
import { openLogOf } from '../../../src/store/postgres/calls/log-source.ts';
import type { IndexView } from '../../../src/store/statistics/index-view.ts';
import { StatisticsIndex } from '../../../src/store/statistics/statistics-index.ts';
import type { CheckedServer, LogTotals } from './checked-server.ts';

const EVER = { from: new Date(0), to: null };
const ALL = { every: 1, first: 0 };

/** Options for a reader. */
export interface ReaderOptions {
  readonly name: string;
  readonly openServer: () => CheckedServer;
  /** Folder of its index. */
  readonly folder: string;
  readonly random: Random;
  readonly until: () => boolean;
  /** Called after each answer of the index. */
  readonly noteAnswer: () => void;
  /** The ids of all rows, once nobody writes any more. */
  readonly readIds: () => Promise<readonly number[]>;
}

/** Outcome of reading along. */
export interface ReaderReport {
  readonly name: string;
  /** Number of times that the index answered, and that the log had to. */
  readonly answers: number;
  readonly passed: number;
  /** Answers that were not what the log held in the same snapshot, the first ones in words. */
  readonly wrong: readonly string[];
  readonly opened: number;
  /** Rows that the index lacked, had twice, or had though they were gone, at the end. */
  readonly missed: number;
  readonly doubled: number;
  readonly ghosts: number;
}

/** Keeps an index, asks it all the time, and holds each answer against the log; lets it go and opens it anew now and then. */
export async function readAlong(options: ReaderOptions): Promise<ReaderReport> {
  const { name, openServer, folder, random, until, noteAnswer, readIds } = options;
  const wrong: string[] = [];
  let [answers, passed, opened] = [0, 0, 0];
  let ids: readonly number[] = [];
  let isOver = false;
  while (!isOver) {
    const server = openServer();
    const index = new StatisticsIndex(openLogOf(server), { folder, builds: true });
    opened += 1;
    const closeAt = Date.now() + random.between(300, 2500);
    for (let asked = 0; !isOver && (Date.now() < closeAt || !until()); asked += 1) {
      const isLast = !until();
      await index.noteVersion(String(asked));
      const found = await index.ask(EVER, (view) => compare(view, server.totals));
      if (found === undefined) passed += 1;
      else {
        answers += 1;
        noteAnswer();
      }
      if (found?.fault) wrong.push(found.fault);
      isOver = isLast && found !== undefined && found.fault === undefined && index.state().state === 'ready';
      ids = found?.ids ?? ids;
      await pause(random.between(5, 40));
    }
    await index.close();
    await server.close();
  }
  const logged = new Set(await readIds());
  const held = new Set(ids);
  return {
    name,
    answers,
    passed,
    wrong,
    opened,
    missed: [...logged].filter((id) => !held.has(id)).length,
    doubled: ids.length - held.size,
    ghosts: [...held].filter((id) => !logged.has(id)).length,
  };
}

function compare(view: IndexView, totals: LogTotals | undefined) {
  const { overall } = view.sum({ callers: true });
  const ids = view.sample(ALL).ids as readonly number[];
  const found = { rows: overall.calls, ids: ids.reduce((sum, id) => sum + id, 0), errors: overall.errors };
  const wanted = totals && { rows: totals.rows, ids: totals.ids, errors: totals.errors };
  const isSame = wanted === undefined || JSON.stringify(found) === JSON.stringify(wanted);
  return { ids, fault: isSame ? undefined : `${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}` };
}
