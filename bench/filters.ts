import { toTimestamp } from '../src/store/answers/timestamps.ts';
import { fileAt } from '../src/store/location.ts';
import type { CallPageRequest, Store } from '../src/store/store.ts';
import { secondsPerBucket } from '../src/tui/context/windows.ts';
import { type CompareOptions, compare } from './compare.ts';
import type { Log } from './databases.ts';
import { openIndexedStore } from './indexed-store.ts';
import { KeptConnection, type Prepare } from './original-way.ts';
import { figure, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const HOUR_MS = 3_600_000;
const WINDOWS = [
  { name: '24 h', hours: 24 },
  { name: '7 d', hours: 7 * 24 },
  { name: '30 d', hours: 30 * 24 },
] as const;
const BARS = 300;
const PAGE_ROWS = 50;
const SLOWEST = 20;
// A window ends earlier by so many hours at most, so that each turn has one of which nothing is known yet.
const MOST_HOURS_EARLIER = 20;

/** A filter as it is typed, and the condition that a person would write for it in SQL. */
interface Filter {
  readonly filter: string;
  readonly condition: string;
}

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Filters over everything that System shows, and lists of the calls that fit, beside SQL by hand. */
export async function benchFilters({ log, env, scale, say }: Setting): Promise<readonly Section[]> {
  say('filters');
  const kept = new KeptConnection(log.path);
  const { store } = await openIndexedStore(fileAt(log.path), env);
  try {
    return [
      {
        title: 'Filters',
        about:
          `On a log of ${log.callCount.toLocaleString('en')} calls: milliseconds until the store in its thread has answered everything that ` +
          'System shows of the calls that fit: chart, totals with ' +
          'percentiles, top lists, response times. SQL by hand: one statement with counts, mean and maximum for each bar of the chart ' +
          'alone. Of a window that was not asked for before, and of one that has moved by seconds.',
        columns: ['SQL by hand', 'ours, a new window', 'ours, moved by seconds', 'SQL ÷ ours'],
        rows: await measureFilters({ log, store, prepare: kept.prepare }, scale),
      },
      {
        title: 'Lists of calls',
        about:
          'Milliseconds for a page of the calls of 30 days, and for all values of a window with their number of calls.',
        columns: ['SQL by hand', 'ours', 'SQL ÷ ours'],
        rows: await measureLists({ log, store, prepare: kept.prepare }, scale),
      },
    ];
  } finally {
    kept.close();
    await store.close();
  }
}

interface Measured {
  readonly log: Log;
  readonly store: Store;
  readonly prepare: Prepare;
}

async function measureFilters({ log, store, prepare }: Measured, options: CompareOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { filter, condition } of filtersOf(log)) {
    for (const { name, hours } of WINDOWS) {
      const bucketSeconds = secondsPerBucket(hours, BARS);
      const [sql, fresh, moved] = await compare(
        [
          (turn) => barsBySql(prepare, { condition, bucketSeconds, ...earlier(log, hours, turn) }),
          (turn) => askSystem(store, { filter, bucketSeconds, ...earlier(log, hours, turn) }),
          (turn) => askSystem(store, { filter, bucketSeconds, ...moving(log, hours, turn) }),
        ],
        options,
      );
      const cells = [figure(sql, 'ms'), figure(fresh, 'ms'), figure(moved, 'ms'), ratio(sql, fresh)];
      rows.push({ work: `${filter}, ${name}`, cells });
    }
  }
  return rows;
}

function filtersOf({ busiestUser: { id, username } }: Log): readonly Filter[] {
  const ofUser = `user_id = ${id}`;
  const failed = 'response_status_code BETWEEN 400 AND 499';
  return [
    { filter: `user:${username}`, condition: ofUser },
    { filter: 'route:/api/predict', condition: `api_route = '/api/predict'` },
    { filter: 'status:4xx', condition: failed },
    {
      filter: `user:${username} route:/api/predict status:4xx`,
      condition: `${ofUser} AND api_route = '/api/predict' AND ${failed}`,
    },
    { filter: 'ms:>500', condition: 'response_time_ms > 500' },
    {
      filter: `-user:${username} (status:5xx OR ms:>1000)`,
      condition: `user_id <> ${id} AND (response_status_code BETWEEN 500 AND 599 OR response_time_ms > 1000)`,
    },
    {
      filter: 'm:*timeout*',
      condition: `response_status_code >= 400 AND error_message LIKE '%timeout%'`,
    },
  ];
}

function barsBySql(
  prepare: Prepare,
  { condition, bucketSeconds, from, to }: Span & { readonly condition: string; readonly bucketSeconds: number },
): unknown {
  const sql = `SELECT CAST(unixepoch(date_time) / ${bucketSeconds} AS INTEGER), COUNT(*), AVG(response_time_ms),
    COUNT(*) FILTER (WHERE response_status_code >= 400), MAX(response_time_ms)
    FROM user_api_call_log WHERE date_time >= ? AND date_time < ? AND ${condition} GROUP BY 1`;
  return prepare(sql).all(toTimestamp(from), toTimestamp(to));
}

function askSystem(
  { apiLogs }: Store,
  { filter, bucketSeconds, ...window }: Span & { readonly filter: string; readonly bucketSeconds: number },
): Promise<unknown> {
  return Promise.all([
    apiLogs.timeline(window, { bucketSeconds, filter }),
    apiLogs.systemStats(window, { filter }),
    apiLogs.latencies(window, { filter }),
  ]);
}

async function measureLists({ log, store, prepare }: Measured, options: CompareOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const hours = 30 * 24;
  const middle = Math.floor(log.callCount / 2);
  const add = async (work: string, byHand: (span: Span) => unknown, ask: (span: Span) => Promise<unknown>) => {
    const [sql, ours] = await compare(
      [(turn) => byHand(moving(log, hours, turn)), (turn) => ask(moving(log, hours, turn))],
      options,
    );
    rows.push({ work, cells: [figure(sql, 'ms'), figure(ours, 'ms'), ratio(sql, ours)] });
  };
  const addPage = (work: string, page: Partial<CallPageRequest>, sql: string) =>
    add(
      work,
      ({ from, to }) => prepare(`${SELECT} ${sql}`).all(toTimestamp(from), toTimestamp(to)),
      (window) => store.apiLogs.calls({ ...FIRST_PAGE, ...page, window }),
    );
  await addPage('the newest 50', {}, `ORDER BY date_time DESC LIMIT ${PAGE_ROWS}`);
  await addPage('50 in the middle', { offset: middle }, `ORDER BY date_time DESC LIMIT ${PAGE_ROWS} OFFSET ${middle}`);
  await addPage(
    'the newest 50 with a status of 4xx',
    { filter: 'status:4xx' },
    `AND response_status_code BETWEEN 400 AND 499 ORDER BY date_time DESC LIMIT ${PAGE_ROWS}`,
  );
  await addPage(
    `the slowest ${SLOWEST}`,
    { sort: 'ms', limit: SLOWEST },
    `ORDER BY response_time_ms DESC LIMIT ${SLOWEST}`,
  );
  await add(
    'users, routes and statuses with their calls',
    ({ from, to }) =>
      ['user_id', 'api_route', 'response_status_code'].map((column) =>
        prepare(`SELECT ${column}, COUNT(*) FROM user_api_call_log WHERE ${IN_WINDOW} GROUP BY 1`).all(
          toTimestamp(from),
          toTimestamp(to),
        ),
      ),
    (window) => store.apiLogs.valueCounts(window),
  );
  return rows;
}

const IN_WINDOW = 'date_time >= ? AND date_time < ?';
const SELECT = `SELECT id, date_time, user_id, api_route, response_status_code, response_time_ms, error_message
  FROM user_api_call_log WHERE ${IN_WINDOW}`;
const FIRST_PAGE = {
  filter: '',
  sort: 'time',
  descending: true,
  offset: 0,
  limit: PAGE_ROWS,
  anchorId: null,
} as const;

function earlier({ newestAt }: Log, hours: number, turn: number): Span {
  return spanBefore(newestAt.getTime() - (turn % MOST_HOURS_EARLIER) * HOUR_MS, hours);
}

function moving({ newestAt }: Log, hours: number, turn: number): Span {
  return spanBefore(newestAt.getTime() + turn * 1000, hours);
}

function spanBefore(toMs: number, hours: number): Span {
  return { from: new Date(toMs - hours * HOUR_MS), to: new Date(toMs) };
}
