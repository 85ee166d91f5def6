import { toId } from '../../answers/ids.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { CallsOfWindow, ReadIds } from '../../answers/why/sample-calls.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { IN_WINDOW, INDEX_BY_TIME } from './call-sql.ts';
import { EARLIEST_TIME } from './log-source-sql.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const PIECE_MS = 5;
const FIRST_PIECES = 1000;
const MOST_GROWTH = 4;
// Behind a gap there may be many calls.
const LONGEST_MS = DAY_MS;

/** The ids of the calls of a window. */
export const IDS_OF_WINDOW = `SELECT id FROM user_api_call_log WHERE ${IN_WINDOW}`;

/** Reads the ids of calls from the log, some milliseconds of it at a time, from the earliest on. */
export function createIdReader(file: DatabaseFile): ReadIds {
  return async function* readIds({ window, calls }, take) {
    const end = window.to?.getTime() ?? window.from.getTime();
    const start = Math.max(window.from.getTime(), file.read(earliestMs));
    // Looked at once: to tell it, all times of the window are read.
    const isCut = file.read((connection) => canBeCut(connection, { window, calls }));
    let lengthMs = Math.max(SECOND_MS, Math.min(LONGEST_MS, (end - start) / FIRST_PIECES));
    for (let at = start; at < end; ) {
      const startedAt = performance.now();
      const next = file.read((connection) => {
        const to = isCut ? Math.min(end, wholeSecond(at + lengthMs)) : end;
        const part = isCut ? { from: new Date(at), to: new Date(to) } : window;
        for (const id of idsOf(connection, { window: part, calls, isCanonical: isCut })) take(toId(id));
        return to;
      });
      const growth = Math.min(MOST_GROWTH, PIECE_MS / Math.max(0.5, performance.now() - startedAt));
      lengthMs = Math.max(SECOND_MS, Math.min(LONGEST_MS, (next - at) * growth));
      at = next;
      yield (at - start) / (end - start);
    }
  };
}

// Without an index by time each part would read the whole log; times in other forms are found by looking at all that are near.
function canBeCut(connection: Connection, { window, calls }: CallsOfWindow): boolean {
  const hasIndex = connection.hasIndex(INDEX_BY_TIME) || calls.userId !== undefined;
  return hasIndex && !askAbout(connection, { window, calls }).isByInstant;
}

function earliestMs(connection: Connection): number {
  if (!connection.hasIndex(INDEX_BY_TIME)) return Number.NEGATIVE_INFINITY;
  const earliest = fromTimestamp(connection.prepare(EARLIEST_TIME).pluck().get());
  return earliest === null ? Number.NEGATIVE_INFINITY : earliest.getTime() - DAY_MS;
}

function idsOf(connection: Connection, asked: AskedCalls): readonly unknown[] {
  const { sql, parameters } = askAbout(connection, asked);
  const ids = connection.prepare(sql(IDS_OF_WINDOW)).pluck().all(parameters);
  // Far faster, and as exact where no number is beyond 2^53.
  if (ids.every((id) => typeof id !== 'number' || Number.isSafeInteger(id))) return ids;
  return connection.prepareExact(sql(IDS_OF_WINDOW)).pluck().all(parameters);
}

function wholeSecond(ms: number): number {
  return Math.ceil(ms / SECOND_MS) * SECOND_MS;
}
