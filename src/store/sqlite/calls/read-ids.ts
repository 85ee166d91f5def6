import { toId } from '../../answers/ids.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { CallsOfWindow, ReadIds } from '../../answers/why/sample-calls.ts';
import { inSlices } from '../../answers/why/time-slices.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { IN_WINDOW, INDEX_BY_TIME } from './call-sql.ts';
import { EARLIEST_TIME } from './log-source-sql.ts';

const DAY_MS = 86_400_000;
const PIECE_MS = 5;

/** The ids of the calls of a window. */
export const IDS_OF_WINDOW = `SELECT id FROM user_api_call_log WHERE ${IN_WINDOW}`;

/** Reads the ids of calls from the log, some milliseconds of it at a time, from the earliest on. */
export function createIdReader(file: DatabaseFile): ReadIds {
  return async function* readIds({ window, calls }, take) {
    const to = window.to?.getTime() ?? window.from.getTime();
    const from = Math.max(window.from.getTime(), file.read(earliestMs));
    if (from >= to) return;
    const read = (asked: AskedCalls) =>
      file.read((connection) => {
        for (const id of idsOf(connection, asked)) take(toId(id));
      });
    // Looked at once: to tell it, all times of the window are read.
    if (!file.read((connection) => canBeCut(connection, { window, calls }))) {
      read({ window, calls });
      yield 1;
      return;
    }
    yield* inSlices({ from, to }, PIECE_MS, (slice) =>
      read({ window: { from: new Date(slice.from), to: new Date(slice.to) }, calls, isCanonical: true }),
    );
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
