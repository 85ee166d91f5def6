import { sqlState } from '../schema/sql-state.ts';

// Ways in which a connection ends that was there, as the server and the system name them.
const LOST: ReadonlySet<string> = new Set([
  '57P01',
  '57P02',
  '57P04',
  '57P05',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ERR_STREAM_DESTROYED',
]);
// Ways in which none can be made, though another server, or the same one later, may take it.
const OUT_OF_REACH: ReadonlySet<string> = new Set([
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EACCES',
  'EPERM',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
]);
// Another transaction was in the way: rows that it changed, locks that each waited for, a lock that was not to be had in time.
const CROSSED: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

/** Tells whether an error says that the connection to the server is gone, whatever was under way. */
export function isLost(error: unknown): boolean {
  const code = sqlState(error);
  if (code !== undefined && (LOST.has(code) || code.startsWith('08'))) return true;
  if (!(error instanceof Error)) return false;
  return /^(?:Connection terminated|Client (?:was closed|has encountered))/.test(error.message) || isLost(error.cause);
}

/** Tells whether an error says that a server takes no connection now, so that the next one is asked. */
export function isOutOfReach(error: unknown): boolean {
  const code = sqlState(error);
  if (isLost(error) || (code !== undefined && OUT_OF_REACH.has(code))) return true;
  return error instanceof Error && /^(?:timeout expired|Connection terminated due to)/.test(error.message);
}

/** Tells whether an error says that another transaction was in the way, and that all of this one may be tried again. */
export function isCrossed(error: unknown): boolean {
  const code = sqlState(error);
  return code !== undefined && CROSSED.has(code);
}
