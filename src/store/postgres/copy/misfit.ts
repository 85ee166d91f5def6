import { sqlState } from '../schema/sql-state.ts';

/** Reasons by the code of the fault; the server's own words name what differs from row to row. */
const REASONS: Readonly<Record<string, string>> = {
  '22021': 'a character that the encoding of the target lacks',
  '22P05': 'a character that the encoding of the target lacks',
  '23502': 'a value is missing that the target requires',
  '23503': 'refers to a row that is not there',
  '23505': 'equals another row where no two may be equal',
  '23514': 'breaks a rule of the target',
  '54000': 'a text that is too long for an index of the target',
};
/** Data that a column does not take, and rules and limits that a row breaks. */
const MISFIT = /^(?:22|23|54)/;

/** Tells in a few words why a server does not take a row; undefined if something else is the matter. */
export function misfitOf(error: unknown): string | undefined {
  const code = sqlState(error);
  if (code === undefined || !MISFIT.test(code)) return undefined;
  return REASONS[code] ?? `the target does not take it (${code})`;
}
