import { parseArgs } from 'node:util';

/** Options of the benchmark from its command line. */
export interface BenchOptions {
  /** Number of calls in the log that is made. */
  readonly calls: number;
  /** A database that is measured in place of one that is made; it is copied and never written to. */
  readonly database: string | undefined;
  /** Parts that are measured; empty means all that the size allows. */
  readonly only: readonly string[];
  readonly json: boolean;
  /** True when the tables are written to docs/performance.md. */
  readonly write: boolean;
  /** True when the figures are to be quoted, which takes minutes. */
  readonly isThorough: boolean;
}

const DEFAULT_CALLS = 200_000;
const FEWEST_CALLS = 1000;
const THOROUGH_FROM_CALLS = 1_000_000;

/** Options of the command line, as its help shows them. */
export const USAGE = `npm run bench -- [options]
  --calls N        how many calls the log has that is made (${DEFAULT_CALLS})
  --database FILE  measure a copy of this database instead
  --only A,B       measure only these parts
  --json           answer with JSON
  --write          write the tables into docs/performance.md`;

/** Reads the command line. Throws a TypeError where it makes no sense. */
export function parseOptions(args: readonly string[], partNames: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      calls: { type: 'string', default: String(DEFAULT_CALLS) },
      database: { type: 'string' },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const calls = Number(values.calls.replaceAll(/[_,]/g, ''));
  if (!Number.isInteger(calls) || calls < FEWEST_CALLS) throw new TypeError(`--calls is ${FEWEST_CALLS} or more.`);
  const only = values.only.split(',').filter((name) => name !== '');
  if (only.some((name) => !partNames.includes(name))) throw new TypeError(`--only takes ${partNames.join(', ')}.`);
  const { database, json, write } = values;
  const isThorough = calls >= THOROUGH_FROM_CALLS || database !== undefined;
  if (write && (only.length > 0 || !isThorough)) throw new TypeError('--write takes a whole run at a large size.');
  return { calls, database, only, json, write, isThorough };
}
