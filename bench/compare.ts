import { median } from './result.ts';

/** A way to do a piece of work; `turn` counts up, so that no way can answer from what it remembers. */
export type Way = (turn: number) => unknown;

/** Limits of a comparison. */
export interface CompareOptions {
  /** At least so many rounds, one turn of each way after the other in each. */
  readonly rounds: number;
  /** No round begins after so many milliseconds, once there were enough. */
  readonly budgetMs: number;
}

const MOST_ROUNDS = 15;
const QUICK_MS = 40;
const TURNS_OF_QUICK = 5;
// What takes so long is no different the first time.
const SLOW_MS = 500;

/** Does a piece of work in each way by turns, so that a noisy minute hits all of them; the median of each in milliseconds. */
export async function compare(
  ways: readonly (Way | null)[],
  { rounds, budgetMs }: CompareOptions,
): Promise<readonly (number | null)[]> {
  const taken = ways.map((): number[] => []);
  const startedAt = performance.now();
  let turn = 0;
  for (let round = 0; round <= MOST_ROUNDS; round += 1) {
    const isOver = performance.now() - startedAt > budgetMs;
    for (const [index, way] of ways.entries()) {
      const times = taken[index] ?? [];
      if (!way || (isOver && times.length >= rounds)) continue;
      const tookMs = await timeOf(() => {
        turn += 1;
        return way(turn);
      });
      // Round 0 warms up: files come into memory, code is compiled.
      if (round > 0 || tookMs > SLOW_MS) times.push(tookMs);
    }
  }
  return ways.map((way, index) => (way ? median(taken[index] ?? []) : null));
}

/** Measures how long a turn takes; the median of several where it is quick. */
async function timeOf(doTurn: () => unknown): Promise<number> {
  const times: number[] = [];
  do {
    const startedAt = performance.now();
    await doTurn();
    times.push(performance.now() - startedAt);
  } while (times.length < TURNS_OF_QUICK && (times[0] ?? 0) < QUICK_MS);
  return median(times);
}
