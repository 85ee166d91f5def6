import { toTimestamp } from '../src/store/answers/timestamps.ts';
import { fileAt } from '../src/store/location.ts';
import type { Store } from '../src/store/store.ts';
import { compare } from './compare.ts';
import type { Log } from './databases.ts';
import { openIndexedStore } from './indexed-store.ts';
import { KeptConnection } from './original-way.ts';
import { figure, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const HOUR_MS = 3_600_000;
const MONTH_HOURS = 30 * 24;
const PAGE = { descending: true, offset: 0, limit: 50, anchorId: null } as const;
const BUCKETS = 24;

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Groups of failed calls and the calls of one, beside SQL that groups by the message as it stands. */
export async function benchGroups({ log, env, scale, say }: Setting): Promise<Section> {
  say('groups');
  const { store, completeMs } = await openIndexedStore(fileAt(log.path), env);
  const kept = new KeptConnection(log.path);
  try {
    const { id, message } = await biggestGroup(store, log);
    const rows: Row[] = [];
    const add = async (
      work: string,
      byHand: (span: Span) => unknown,
      ask: (span: Span) => Promise<unknown>,
      hours: number,
    ) => {
      const [sql, ours] = await compare(
        [(turn) => byHand(moving(log, hours, turn)), (turn) => ask(moving(log, hours, turn))],
        scale,
      );
      rows.push({ work, cells: [figure(sql, 'ms'), figure(ours, 'ms'), ratio(sql, ours)] });
    };
    const ask =
      (sql: string) =>
      ({ from, to }: Span) =>
        kept.prepare(sql).all(toTimestamp(from), toTimestamp(to));
    for (const [name, hours] of [
      ['24 h', 24],
      ['30 d', MONTH_HOURS],
    ] as const) {
      await add(`groups with their states, ${name}`, ask(GROUPS), (window) => listGroups(store, window, ''), hours);
    }
    await add(
      'the groups of a user, 30 d',
      ask(GROUPS.replace('GROUP', `AND user_id = ${log.busiestUser.id} GROUP`)),
      (window) => listGroups(store, window, `user:${log.busiestUser.username}`),
      MONTH_HOURS,
    );
    await add(
      'the newest 50 calls of the biggest group, 30 d',
      ask(
        `SELECT * FROM ${IN_WINDOW} AND error_message = '${message.replaceAll("'", "''")}' ORDER BY date_time DESC LIMIT 50`,
      ),
      (window) => store.apiLogs.calls({ ...PAGE, filter: `group:${id}`, sort: 'time', window }),
      MONTH_HOURS,
    );
    return {
      title: 'Groups',
      about:
        `On a log of ${log.callCount.toLocaleString('en')} calls: milliseconds until the store in its thread has answered, of windows that ` +
        'move by seconds. SQL by hand counts calls by status and message as it stands. ' +
        `The first time ever the index took ${(completeMs / 1000).toFixed(1)} s, or was there already.`,
      columns: ['SQL by hand', 'ours', 'SQL ÷ ours'],
      rows,
    };
  } finally {
    kept.close();
    await store.close();
  }
}

const IN_WINDOW = 'user_api_call_log WHERE date_time >= ? AND date_time < ? AND response_status_code >= 400';
const GROUPS = `SELECT response_status_code, error_message, COUNT(*), COUNT(DISTINCT user_id), MIN(date_time), MAX(date_time)
  FROM ${IN_WINDOW} GROUP BY 1, 2 ORDER BY 3 DESC`;

function listGroups(store: Store, window: Span, filter: string) {
  return store.errorGroups.list({
    ...PAGE,
    filter,
    hidesIgnored: true,
    sort: 'count',
    window,
    bucketCount: BUCKETS,
  });
}

async function biggestGroup(store: Store, log: Log): Promise<{ readonly id: string; readonly message: string }> {
  const { rows } = await listGroups(store, moving(log, MONTH_HOURS, 0), '');
  const [group] = rows;
  if (group === undefined) throw new Error('The log has no failed call.');
  return { id: group.id, message: group.message ?? '' };
}

function moving({ newestAt }: Log, hours: number, turn: number): Span {
  const toMs = newestAt.getTime() + turn * 1000;
  return { from: new Date(toMs - hours * HOUR_MS), to: new Date(toMs) };
}
