import { createGroupFinder } from '../../../filter/group-of.ts';
import type { Window } from '../../../model/window.ts';
import type { CallSums } from '../../answers/call-sums.ts';
import { failedOf } from '../../answers/errors-alone.ts';
import { GroupPasts } from '../../answers/group-past.ts';
import type { Asker, Server } from '../server/server.ts';
import { SECONDS } from '../values.ts';
import { askAbout } from './call-question.ts';
import type { CallScans } from './call-scans.ts';
import { ALL_TIME, EARLIEST_SECOND, IN_WINDOW, IS_ERROR, SECOND } from './call-sql.ts';
import { tallyGroups } from './group-sums.ts';

const HOUR_MS = 3_600_000;
const RECENT_HOURS = 8 * 24;
// Calls are logged in another order than that of their times, but seldom later than this.
const UNSETTLED_HOURS = 2;
// What is older and yet changed is seen after this time, or later where reading takes long.
const KEPT_MS = 120_000;
const KEPT_TIMES = 60;

const HOUR = `floor(${SECOND} / 3600)`;

/** Counts the failed calls of a window that say the same, hour by hour. */
export const PAST_ERRORS = `
  SELECT l.response_status_code, l.api_route, l.error_message, count(*), floor(min(${SECOND})), floor(max(${SECOND})),
    (max(ARRAY[floor(${SECOND})::bigint, l.id]))[2]
  FROM user_api_call_log l WHERE ${IN_WINDOW} AND ${IS_ERROR}
  GROUP BY l.response_status_code, l.api_route, l.error_message, ${HOUR}`;

/** Counts the calls of each hour of a window. */
export const CALLS_BY_HOUR = `
  SELECT ${HOUR} * 3600, count(*) FROM user_api_call_log l WHERE ${IN_WINDOW} GROUP BY 1`;

/** The past up to an hour, as it was read some time ago. */
interface Known {
  readonly pasts: GroupPasts;
  readonly until: Date;
  readonly keptUntilMs: number;
}

/** Groups of the failed calls of a log, from its rows: of the past only the last hours are read each time. */
export class LogGroups {
  readonly #server: Server;
  readonly #scans: CallScans;
  readonly #now: () => Date;
  readonly #find = createGroupFinder();
  #known: Known | undefined;

  constructor(server: Server, scans: CallScans, now: () => Date) {
    this.#server = server;
    this.#scans = scans;
    this.#now = now;
  }

  /** The groups of those failed calls of a window that fit. */
  readonly sums: CallSums['groups'] = (window, plan, calls) =>
    this.#scans.ask(window, failedOf(calls), async (ask, about) => {
      const [tally, pasts] = await Promise.all([
        tallyGroups(ask, about, { plan, find: this.#find }),
        this.#readPasts(ask),
      ]);
      return tally.finish(pasts.nameOf);
    });

  /** The past of all groups. */
  readonly history: CallSums['groupHistory'] = () =>
    this.#server.read(async (ask) => {
      const [pasts, [earliest]] = await Promise.all([
        this.#readPasts(ask),
        ask.tuples(...askAbout({ window: ALL_TIME, calls: {} })(EARLIEST_SECOND)),
      ]);
      return pasts.historyFrom(SECONDS.toDate(earliest?.[0]));
    });

  async #readPasts(ask: Asker): Promise<GroupPasts> {
    const known = this.#settled();
    const until = known?.until ?? this.#hoursAgo(UNSETTLED_HOURS);
    const startedMs = performance.now();
    const [settled, recent] = await Promise.all([
      known?.pasts ?? this.#readUntil(ask, until),
      this.#readRows(ask, { from: until, to: null }),
    ]);
    if (known === undefined) {
      const readMs = performance.now();
      const keptUntilMs = readMs + Math.max(KEPT_MS, (readMs - startedMs) * KEPT_TIMES);
      this.#known = { pasts: settled, until, keptUntilMs };
    }
    return addTo(settled.copy(), recent);
  }

  #settled(): Known | undefined {
    return this.#known !== undefined && performance.now() < this.#known.keptUntilMs ? this.#known : undefined;
  }

  async #readUntil(ask: Asker, until: Date): Promise<GroupPasts> {
    return addTo(new GroupPasts(this.#find), await this.#readRows(ask, { from: ALL_TIME.from, to: until }));
  }

  async #readRows(ask: Asker, window: Window): Promise<PastRows> {
    const from = new Date(Math.max(window.from.getTime(), this.#hoursAgo(RECENT_HOURS).getTime()));
    const [errors, hours] = await Promise.all([
      ask.tuples<ErrorsRow>(...askAbout({ window, calls: {} })(PAST_ERRORS)),
      ask.tuples<HourRow>(...askAbout({ window: { ...window, from }, calls: {} })(CALLS_BY_HOUR)),
    ]);
    return { errors, hours };
  }

  #hoursAgo(count: number): Date {
    return new Date((Math.floor(this.#now().getTime() / HOUR_MS) - count) * HOUR_MS);
  }
}

interface PastRows {
  readonly errors: readonly ErrorsRow[];
  readonly hours: readonly HourRow[];
}

type ErrorsRow = readonly [
  status: unknown,
  route: unknown,
  message: unknown,
  callCount: number,
  firstSecond: number,
  lastSecond: number,
  newestId: number | bigint,
];
type HourRow = readonly [hour: number, callCount: number];

function addTo(pasts: GroupPasts, { errors, hours }: PastRows): GroupPasts {
  for (const [status, route, message, callCount, firstSecond, second, id] of errors) {
    pasts.add({ id, second, call: { status, route, message }, firstSecond, callCount });
  }
  for (const [hour, callCount] of hours) pasts.addHour(hour, callCount);
  return pasts;
}
