import { createGroupFinder } from '../../../filter/group-of.ts';
import type { Window } from '../../../model/window.ts';
import type { CallSums } from '../../answers/call-sums.ts';
import { failedOf } from '../../answers/errors-alone.ts';
import { GroupPasts } from '../../answers/group-past.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { Mark } from '../../statistics/log-source.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { askAbout } from './call-question.ts';
import type { CallScans } from './call-scans.ts';
import { ERROR_COUNT_UP_TO, ERRORS_BETWEEN, ERRORS_UP_TO, HOURS_BETWEEN, HOURS_UP_TO } from './group-sql.ts';
import { tallyGroups } from './group-sums.ts';
import { markOf, standingOf } from './log-position.ts';
import { EARLIEST_TIME } from './log-source-sql.ts';

const HOUR_MS = 3_600_000;
const RECENT_HOURS = 8 * 24;
// A row that another program changed in place is seen after this time, or later where reading takes long.
const KEPT_MS = 120_000;
const KEPT_TIMES = 60;
const LARGEST_ID = 2n ** 63n - 1n;

/** The past as far as it was read: over one connection, up to a mark. */
interface Known {
  readonly connection: Connection;
  readonly pasts: GroupPasts;
  readonly untilMs: number;
  mark: Mark | undefined;
  dataVersion: unknown;
  errorCount: number;
}

/** Groups of the failed calls of a log, from its rows: the past of the groups is read once, and then goes on with the new rows. */
export class LogGroups {
  readonly #file: DatabaseFile;
  readonly #scans: CallScans;
  readonly #now: () => Date;
  readonly #find = createGroupFinder();
  #known: Known | undefined;

  constructor(file: DatabaseFile, scans: CallScans, now: () => Date) {
    this.#file = file;
    this.#scans = scans;
    this.#now = now;
  }

  /** The groups of those failed calls of a window that fit. */
  readonly sums: CallSums['groups'] = (window, plan, calls) => {
    const failed = failedOf(calls);
    return this.#scans.ask(window, failed, (connection, found) => {
      const tally = tallyGroups(connection, { window, calls: failed, found }, { plan, find: this.#find });
      // Read afterwards, the past knows all groups that were found.
      return tally.finish(this.#pastsOf(connection).nameOf);
    });
  };

  /** The past of all groups. */
  readonly history: CallSums['groupHistory'] = async () =>
    this.#file.read((connection) =>
      this.#pastsOf(connection).historyFrom(fromTimestamp(connection.prepare(EARLIEST_TIME).pluck().get())),
    );

  #pastsOf(connection: Connection): GroupPasts {
    const { dataVersion } = connection;
    const known = this.#known;
    if (known !== undefined && known.connection === connection && performance.now() < known.untilMs) {
      if (known.dataVersion === dataVersion) return known.pasts;
      if (known.mark && hasGrownAtMost(connection, known, known.mark)) {
        goOn(connection, known, known.mark);
        known.dataVersion = dataVersion;
        return known.pasts;
      }
    }
    const startedMs = performance.now();
    const pasts = new GroupPasts(this.#find);
    const mark = markOf(connection);
    const errorCount = this.#readAll(connection, pasts, mark);
    const readMs = performance.now();
    const untilMs = readMs + Math.max(KEPT_MS, (readMs - startedMs) * KEPT_TIMES);
    this.#known = { connection, pasts, untilMs, mark, dataVersion, errorCount };
    return pasts;
  }

  #readAll(connection: Connection, pasts: GroupPasts, mark: Mark | undefined): number {
    const last = mark === undefined ? LARGEST_ID : BigInt(mark.position);
    const hour = Math.floor(this.#now().getTime() / HOUR_MS);
    const window: Window = { from: new Date((hour - RECENT_HOURS) * HOUR_MS), to: null };
    const { sql, parameters } = askAbout(connection, { window, calls: {} });
    const statement = connection.prepare(sql(HOURS_UP_TO)).raw();
    addHours(pasts, statement.all({ ...parameters, last }));
    return addErrors(pasts, connection.prepareExact(ERRORS_UP_TO).raw().iterate({ last }));
  }
}

/** Tells whether no row up to a mark is gone, as far as the first and the last one show, and the number of failed calls. */
function hasGrownAtMost(connection: Connection, { errorCount }: Known, mark: Mark): boolean {
  if (standingOf(connection, mark).is !== 'same') return false;
  return (
    connection
      .prepare(ERROR_COUNT_UP_TO)
      .pluck()
      .get({ last: BigInt(mark.position) }) === errorCount
  );
}

function goOn(connection: Connection, known: Known, { position }: Mark): void {
  const mark = markOf(connection);
  if (mark === undefined || mark.position === position) return;
  const place = { after: BigInt(position), last: BigInt(mark.position) };
  known.errorCount += addErrors(known.pasts, connection.prepareExact(ERRORS_BETWEEN).raw().iterate(place));
  addHours(known.pasts, connection.prepare(HOURS_BETWEEN).raw().all(place));
  known.mark = mark;
}

/** Adds rows and counts them. */
function addErrors(pasts: GroupPasts, rows: Iterable<unknown>): number {
  let count = 0;
  for (const row of rows) {
    count += 1;
    const [id, status, route, message, second] = row as readonly [number | bigint, ...unknown[]];
    if (second !== null) pasts.add({ id, second: Number(second), call: { status, route, message } });
  }
  return count;
}

function addHours(pasts: GroupPasts, rows: readonly unknown[]): void {
  for (const row of rows) {
    const [hour, callCount] = row as readonly [number | null, number];
    if (hour !== null) pasts.addHour(hour, callCount);
  }
}
