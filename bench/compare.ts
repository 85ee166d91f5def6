import { median } from './result.ts';

/** A way to do a piece of work; `turn` counts up, so that no way can answer from what it remembers. */
export type Way = (turn: number) => unknown;

/** How often ways are compared. */
export interface CompareOptions {
  /** At least so many rounds, one turn of each way after the other in each. */
  readonly rounds: number;
  /** No round begins after so many milliseconds, once there were enough. */
  readonly budgetMs: number;
}

const MOST_ROUNDS = 15;
const QUICK_MS = 40;
const TURNS_OF_QUICK = 5;

/** Does a piece of work in each way by turns, so that a noisy minute hits all of them; the median of each in milliseconds. */
export async function compare(
  ways: readonly (Way | null)[],
  { rounds, budgetMs }: CompareOptions,
): Promise<readonly (number | null)[]> {
  const taken = ways.map((): number[] => []);
  const startedAt = performance.now();
  let turn = 0;
  // Round 0 warms up: files come into memory, code is compiled. It does not count.
  for (let round = 0; round <= MOST_ROUNDS; round += 1) {
    if (round > rounds && performance.now() - startedAt > budgetMs) break;
    for (const [index, way] of ways.entries()) {
      if (!way) continue;
      const tookMs: number[] = [];
      do {
        turn += 1;
        const askedAt = performance.now();
        await way(turn);
        tookMs.push(performance.now() - askedAt);
      } while (tookMs.length < TURNS_OF_QUICK && (tookMs[0] ?? 0) < QUICK_MS);
      if (round > 0) taken[index]?.push(median(tookMs));
    }
  }
  return ways.map((way, index) => (way ? median(taken[index] ?? []) : null));
}
