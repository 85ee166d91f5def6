import { toTimestamp } from '../src/store/answers/timestamps.ts';
import { fileAt } from '../src/store/location.ts';
import type { CallPageRequest, Store } from '../src/store/store.ts';
import { compare } from './compare.ts';
import type { Log } from './databases.ts';
import { openIndexedStore } from './indexed-store.ts';
import { KeptConnection } from './original-way.ts';
import { figure, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const HOUR_MS = 3_600_000;
const BUCKET_SECONDS = 3600;
const FIRST_ROWS_PATIENCE_MS = 10;
// As the screens ask.
const SCREEN_PATIENCE_MS = 100;
const PAGE_ROWS = 50;
const WINDOWS = [
  { name: '24 h', hours: 24 },
  { name: '30 d', hours: 30 * 24 },
] as const;

/** A filter that has messages or payloads read, and the condition that a person would write for it in SQL. */
interface Filter {
  readonly work: string;
  /** The filter of a turn, which differs each time, so that nothing is known of it yet. */
  readonly of: (turn: number) => string;
  readonly condition: string;
}

const FILTERS: readonly Filter[] = [
  {
    work: 'a message',
    of: (turn) => `m:*timeout* -m:*turn${turn}*`,
    condition: `response_status_code >= 400 AND error_message LIKE '%timeout%'`,
  },
  {
    work: 'a value of a payload',
    of: (turn) => `req.recipient.age:<${turn / 1e6}`,
    condition: `CASE WHEN json_valid(request_payload) THEN json_extract(request_payload, '$.recipient.age') < 0 END`,
  },
  {
    work: 'text in a payload',
    of: (turn) => `body:jazz -body:turn${turn}`,
    condition: `(request_payload LIKE '%jazz%' OR response_payload LIKE '%jazz%')`,
  },
];

/** Filters that have the log read: their first rows, and all that the list and System show. */
export async function benchScans({ log, env, scale, say }: Setting): Promise<Section> {
  say('scans');
  const kept = new KeptConnection(log.path);
  const { store } = await openIndexedStore(fileAt(log.path), env);
  const rows: Row[] = [];
  try {
    for (const window of WINDOWS) {
      for (const filter of FILTERS) {
        const fromAt = (turn: number) => new Date(log.newestAt.getTime() - window.hours * HOUR_MS - turn * 1000);
        const [byHand, first, all] = await compare(
          [
            (turn) => kept.prepare(hoursWhere(filter.condition)).all(toTimestamp(fromAt(turn))),
            (turn) => store.apiLogs.calls(pageOf(fromAt(turn), filter.of(turn))),
            (turn) => askAll(store, fromAt(turn), filter.of(turn)),
          ],
          scale,
        );
        const cells = [figure(byHand, 'ms'), figure(first, 'ms'), figure(all, 'ms'), ratio(byHand, all)];
        rows.push({ work: `${filter.work}, ${window.name}`, cells });
      }
    }
  } finally {
    kept.close();
    await store.close();
  }
  return { title: 'Messages and payloads', about: about(log), columns: COLUMNS, rows };
}

const COLUMNS = ['SQL by hand', 'ours, first rows', 'ours, all', 'SQL ÷ ours'];

function about({ callCount }: Log): string {
  return (
    `Milliseconds for filters that have the log read, here one of ${callCount.toLocaleString('en')} calls. SQL by hand: one statement ` +
    'with count, errors and mean of each hour. Ours: the rows of the list after 10 ms of patience, and the list, the figures of ' +
    'System and its chart, asked for with the patience of a screen until all calls were looked at.'
  );
}

function hoursWhere(condition: string): string {
  return `SELECT CAST(unixepoch(date_time) / ${BUCKET_SECONDS} AS INTEGER) AS hour, COUNT(*),
      COUNT(*) FILTER (WHERE response_status_code >= 400), AVG(response_time_ms)
    FROM user_api_call_log WHERE date_time >= ? AND ${condition} GROUP BY hour`;
}

/** Asks again until all calls were looked at, as a screen does. */
async function askAll({ apiLogs }: Store, from: Date, filter: string): Promise<void> {
  const calls = { filter, patienceMs: SCREEN_PATIENCE_MS };
  for (;;) {
    const [{ scan }] = await Promise.all([
      apiLogs.calls({ ...pageOf(from, filter), ...calls }),
      apiLogs.systemStats({ from, to: null }, calls),
      apiLogs.timeline({ from, to: null }, { bucketSeconds: BUCKET_SECONDS, ...calls }),
    ]);
    if (scan === undefined || scan.isComplete || scan.isFull) return;
  }
}

function pageOf(from: Date, filter: string): CallPageRequest {
  const place = { sort: 'time', descending: true, offset: 0, limit: PAGE_ROWS, anchorId: null } as const;
  return { ...place, window: { from, to: null }, filter, patienceMs: FIRST_ROWS_PATIENCE_MS };
}
