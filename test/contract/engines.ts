import { existsSync } from 'node:fs';
import { hasPostgres } from '../helpers/postgres.ts';
import { postgresEngine } from './postgres-engine.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import type { TestEngine } from './test-database.ts';

// Parts of the engine are being written: PRESENTS_CONTRACT=all tests those that are there.
const isWritten = !existsSync('src/store/postgres/unfinished.ts') || process.env.PRESENTS_CONTRACT === 'all';

/** The engines that the tests of the store's contract run on, for `describe.each`. */
export const engines: readonly TestEngine[] =
  hasPostgres && isWritten ? [sqliteEngine, postgresEngine] : [sqliteEngine];

/** The same, each with every form in which its databases hold times. */
export const enginesWithTimes = engines.flatMap((engine) =>
  engine.timeForms.map((times) => ({ ...engine, times, hasOtherTimes: times === 'times in other forms' })),
);
