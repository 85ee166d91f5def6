import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import { toId } from '../../answers/ids.ts';
import { Patience } from '../../answers/patience.ts';
import type { CallsOfWindow, ReadIds } from '../../answers/why/sample-calls.ts';
import { inSlices } from '../../answers/why/time-slices.ts';
import type { Server } from '../server/server.ts';
import { askAbout, type FoundIds } from './call-question.ts';
import type { CallScans } from './call-scans.ts';
import { ALL_TIME, EARLIEST_SECOND, IN_WINDOW } from './call-sql.ts';

const PIECE_MS = 100;

/** The ids of the calls of a window. */
export const IDS_OF_WINDOW = `SELECT l.id FROM user_api_call_log l WHERE ${IN_WINDOW} ORDER BY l.date_time, l.id`;

/** Reads the ids of calls from the log, some time of it after the other, from the earliest on. */
export function createIdReader(server: Server, scans: CallScans): ReadIds {
  return async function* readIds({ window, calls }, take) {
    const found = yield* search(scans, { window, calls });
    const to = window.to?.getTime() ?? window.from.getTime();
    const from = Math.max(window.from.getTime(), await earliestMs(server));
    if (from >= to) return;
    const read = async (slice: Window) => {
      const about = askAbout({ window: slice, calls, found });
      const ids = await server.read((ask) => ask.tuples<readonly [Id]>(...about(IDS_OF_WINDOW)));
      for (const [id] of ids) take(toId(id));
    };
    // What was found needs no second look at all the others.
    if (found !== undefined) await read(window);
    else
      yield* inSlices({ from, to }, PIECE_MS, (slice) => read({ from: new Date(slice.from), to: new Date(slice.to) }));
  };
}

/** Looks for the calls where SQL cannot tell which they are; says from 0 to 1 how far that is. */
async function* search(
  scans: CallScans,
  { window, calls }: CallsOfWindow,
): AsyncGenerator<number, FoundIds | undefined> {
  for (;;) {
    const patience = new Patience(PIECE_MS);
    const found = await scans.find(window, { ...calls, patience });
    if (patience.scan === undefined || patience.scan.isComplete || patience.scan.isFull) return found;
    yield patience.scan.share;
  }
}

async function earliestMs(server: Server): Promise<number> {
  const about = askAbout({ window: ALL_TIME, calls: {} });
  const [row] = await server.read((ask) => ask.tuples<readonly [second: number | null]>(...about(EARLIEST_SECOND)));
  return (row?.[0] ?? Number.POSITIVE_INFINITY) * 1000;
}
