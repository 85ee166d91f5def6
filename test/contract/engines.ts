import { hasPostgres } from '../helpers/postgres.ts';
import { postgresEngine } from './postgres-engine.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import type { TestEngine } from './test-database.ts';

/** The engines that the tests of the store's contract run on, for `describe.each`. */
export const engines: readonly TestEngine[] = hasPostgres ? [sqliteEngine, postgresEngine] : [sqliteEngine];

/** Rounds of a random test of what depends little on the engine: all for one, the first few for the others. */
export function roundsOf({ name }: TestEngine, count: number, countOfOthers = 1): readonly number[] {
  return Array.from({ length: name === sqliteEngine.name ? count : countOfOthers }, (_, round) => round);
}

/** The same, each with every form in which its databases hold times. */
export const enginesWithTimes = engines.flatMap((engine) =>
  engine.timeForms.map((times) => ({ ...engine, times, hasOtherTimes: times === 'times in other forms' })),
);
