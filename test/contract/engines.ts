import { hasPostgres } from '../helpers/postgres.ts';
import { postgresEngine } from './postgres-engine.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import type { TestEngine } from './test-database.ts';

/** The engines that the tests of the store's contract run on, for `describe.each`. */
export const engines: readonly TestEngine[] = hasPostgres ? [sqliteEngine, postgresEngine] : [sqliteEngine];
