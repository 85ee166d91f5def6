import { parseArgs } from 'node:util';

/** What the benchmark is told on its command line. */
export interface BenchOptions {
  /** How many calls the log has that is made. */
  readonly calls: number;
  /** A database that is measured in place of one that is made; it is copied and never written to. */
  readonly database: string | undefined;
  /** Which parts are measured; all unless given. */
  readonly only: readonly string[];
  readonly json: boolean;
  /** Whether the README gets the table. */
  readonly readme: boolean;
}

const DEFAULT_CALLS = 200_000;
const FEWEST_CALLS = 1000;

/** What can be said on the command line. */
export const USAGE = `npm run bench -- [options]
  --calls N        how many calls the log has that is made (${DEFAULT_CALLS})
  --database FILE  measure a copy of this database instead
  --only A,B       measure only these parts
  --json           answer with JSON
  --readme         write the table into the README`;

/** Reads the command line. Throws a TypeError where it makes no sense. */
export function parseOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      calls: { type: 'string', default: String(DEFAULT_CALLS) },
      database: { type: 'string' },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      readme: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const calls = Number(values.calls.replaceAll(/[_,]/g, ''));
  if (!Number.isInteger(calls) || calls < FEWEST_CALLS) throw new TypeError(`--calls is ${FEWEST_CALLS} or more.`);
  const only = values.only.split(',').filter((name) => name !== '');
  return { calls, database: values.database, only, json: values.json, readme: values.readme };
}
