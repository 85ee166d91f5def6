import type { Command } from 'commander';
import { userCsvColumns, userReportColumns } from '../../columns/users.ts';
import { forJson } from '../../export/approximate.ts';
import type { UserOverview, UserOverviewPage } from '../../model/user.ts';
import type { TimeEnds } from '../../questions/call-slices.ts';
import { readPages } from '../../questions/list-pages.ts';
import { userOrders } from '../../questions/user-orders.ts';
import type { Store } from '../../store/store.ts';
import { formatCount, formatWindow } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { headingLines, narrate, narrateZone, printLines } from '../print/print.ts';
import { createRowWriter } from '../print/row-writer.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, timeOf, type Where, whereLines, windowOf, windowWords } from '../where.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const BUCKETS = 24;
// Users of a page: each costs a look at all users, since they have to be put in order.
const PAGE_ROWS = 25_000;

/** Options of a list of users with their traffic. */
export interface UserTrafficOptions {
  readonly activeOnly?: boolean;
  readonly hours?: number;
  readonly days?: number;
  readonly where?: Where;
  readonly sort?: string;
  readonly reverse?: boolean;
  /** Number of users; all unless given. */
  readonly limit?: number;
}

/** Tells whether options ask for traffic, not for the plain list. */
export function asksForTraffic({ hours, days, where, sort, reverse }: UserTrafficOptions): boolean {
  return [hours, days, where, sort, reverse].some((option) => option !== undefined);
}

interface AskedUsers extends UserTrafficOptions {
  readonly ends: TimeEnds;
  /** The time in words: `last 24 h`. */
  readonly label: string | undefined;
  readonly now: Date;
}

/** Prints users with their traffic, page by page. */
export async function listTraffic(context: Context, options: UserTrafficOptions, command: Command): Promise<void> {
  const time = timeOf(context, options.where, command);
  const hours = options.days === undefined ? (options.hours ?? DAY_HOURS) : options.days * DAY_HOURS;
  const now = context.io.now();
  const asked: AskedUsers = {
    ...options,
    ends: time ?? { from: new Date(now.getTime() - hours * HOUR_MS), to: null },
    label: time === undefined ? `last ${formatWindow(hours)}` : undefined,
    now,
  };
  await context.withStore((store) => printTraffic(context, store, asked), { mayUseIndex: true });
}

async function printTraffic(context: Context, store: Store, asked: AskedUsers): Promise<void> {
  const { where, label, activeOnly = false, limit = Number.POSITIVE_INFINITY } = asked;
  const writer = createRowWriter<UserOverview>(context, {
    columns: context.format === 'text' ? userReportColumns(label ?? 'traffic') : userCsvColumns,
    document: forJson,
    whenEmpty: where === undefined && !activeOnly ? 'No users yet.' : 'No user fits.',
  });
  const size = { limit: pageLimit(asked), pageRows: PAGE_ROWS };
  let count = 0;
  let total: number | undefined;
  for await (const part of readPages((place) => ask(store, asked, place), size)) {
    if (total === undefined && context.format === 'text') printLines(context, headingOf(context, part, asked));
    total = part.total;
    const rows = part.rows.filter(({ isActive }) => isActive || !activeOnly).slice(0, limit - count);
    await writer.write(rows);
    count += rows.length;
    if (count >= limit) break;
  }
  await writer.end();
  if (count === 0) await narrateUnknownUsers(context, store, where);
  if (!activeOnly) narrateRest(context, count, total ?? 0);
  if (count > 0) narrateZone(context);
}

/** Says how many users there are beside those that were printed. */
export function narrateRest(context: Context, count: number, total: number): void {
  if (context.format !== 'text' || count >= total) return;
  narrate(context, `${formatCount(count)} of ${formatCount(total)} users; --limit all prints every one.`, 'muted');
}

// Among active users alone the last one may stand anywhere.
function pageLimit({ activeOnly = false, limit = Number.POSITIVE_INFINITY }: AskedUsers): number {
  return activeOnly ? Number.POSITIVE_INFINITY : limit;
}

async function ask(
  store: Store,
  { where, ends, sort = 'calls', reverse = false }: AskedUsers,
  place: { readonly offset: number; readonly limit: number; readonly anchorId: UserOverview['id'] | null },
): Promise<UserOverviewPage> {
  const order = userOrders[sort] ?? { sort: 'calls', descending: true };
  return store.users.overview({
    filter: '',
    ...callsWhere(where),
    ...place,
    window: windowOf(ends),
    bucketCount: BUCKETS,
    details: true,
    sort: order.sort,
    descending: order.descending !== reverse,
  });
}

function headingOf(
  context: Context,
  { total, unfilteredTotal }: Pick<UserOverviewPage, 'total' | 'unfilteredTotal'>,
  { where, ends, label, now, activeOnly = false }: AskedUsers,
): readonly string[] {
  const all = where === undefined ? formatCount(total) : `${formatCount(total)} of ${formatCount(unfilteredTotal)}`;
  // How many of them are active is known at the end.
  const about = [
    activeOnly ? 'active ones' : all,
    ...(label === undefined ? [] : [label]),
    windowWords(windowOf(ends), now),
  ];
  return [...headingLines(context, 'Users', about), ...whereLines(context, where), ''];
}
