import type { ListedCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import type { ResolvedFilter } from '../../answers/call-filters.ts';
import { inOrder, type PagePlace, placeOf, Recent } from '../../answers/pages.ts';
import { scanOf } from '../../answers/patience.ts';
import { windowBounds } from '../../answers/periods.ts';
import { toText } from '../../answers/values.ts';
import type { CallPage, CallPageRequest } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, bindIds, toId } from '../file/ids.ts';
import { USER_NAMES } from '../users/user-search.ts';
import { CALL_COUNT, FALLING_CALLS, RISING_CALLS } from './call-orders.ts';
import { type AskedCalls, askAbout, type CallQuestion } from './call-question.ts';
import { LISTED_CALLS_BY_ID, toListedCall } from './calls.ts';
import { type HourCounts, pageByHours, totalOf } from './hour-pages.ts';

const COUNTS_KEPT = 4;

/** Answers pages of the calls of a window. */
export function createCallList(context: StoreContext): (request: CallPageRequest) => Promise<CallPage> {
  const { file, sums, scans, resolve } = context;
  const kept = new Recent<number>(COUNTS_KEPT);
  const countAll = async (fitting: ResolvedFilter<Window>) => {
    const known = await sums.knownCounts(fitting.window, fitting.calls);
    if (known !== undefined) return totalOf(known);
    const state = [file.version(), windowBounds(fitting.window), fitting.name];
    return file.read((connection) => kept.get(state, () => countCalls(connection, askAbout(connection, fitting))));
  };
  const pageOf = async (fitting: ResolvedFilter<Window>, request: CallPageRequest): Promise<PagePlace> => {
    const { window, calls } = fitting;
    const counts = await sums.knownCounts(window, calls);
    const known = counts && (await knownPage(context, { ...fitting, counts }, request));
    if (known !== undefined) return known;
    const found = await scans.find(window, calls);
    return file.read((connection) => pageBySql(connection, { window, calls, found }, request));
  };
  return async (request) => {
    const { filter, ...unfiltered } = request;
    const fitting = resolve(request.window, request);
    const { ids, ...place } = await pageOf(fitting, request);
    const unfilteredTotal = filter === '' ? place.total : await countAll(resolve(request.window, unfiltered));
    const rows = file.read((connection) => rowsOf(connection, ids));
    return { rows, ...place, unfilteredTotal, ...scanOf(fitting.calls) };
  };
}

/** A page that the index leads to: by time from anywhere, by other columns from either end, as far as no anchor is to be found. */
async function knownPage(
  { file, sums }: StoreContext,
  counted: ResolvedFilter<Window> & { readonly counts: HourCounts },
  request: CallPageRequest,
): Promise<PagePlace | undefined> {
  const { sort, descending, anchorId } = request;
  if (sort === 'time') return file.read((connection) => pageByHours(connection, counted, request));
  if (sort === 'message' || anchorId !== null) return undefined;
  const { limit, ...place } = placeOf({ total: totalOf(counted.counts), anchorIndex: null }, request);
  const { offset } = place;
  const textOf = sort === 'user' ? userTexts(file) : (route: unknown) => String(route).toLowerCase();
  const ids = await sums.knownIds(counted.window, counted.calls, { sort, textOf, descending, offset, limit });
  return ids && { ...place, ids };
}

/** Writes the users of calls as a list sorts them. */
function userTexts(file: StoreContext['file']): (id: Id | string) => string {
  const rows = file.read((connection) => connection.prepareExact(USER_NAMES).raw().all()) as (readonly unknown[])[];
  const names = new Map(rows.map(([id, username]): [Id, string] => [toId(id), toText(username) ?? '']));
  return (id) => (names.get(id) ?? `#${id}`).toLowerCase();
}

function pageBySql(connection: Connection, asked: AskedCalls, request: CallPageRequest): PagePlace {
  const question = askAbout(connection, asked);
  const { sql, parameters } = question;
  const { sort, descending, anchorId } = request;
  const isByInstant = sort === 'time' && question.isByInstant;
  const order = (descending ? FALLING_CALLS : RISING_CALLS)[isByInstant ? 'instant' : sort];
  const total = countCalls(connection, question);
  const before =
    anchorId === null
      ? undefined
      : connection
          .prepare(sql(order.place))
          .pluck()
          .get({ ...parameters, anchorId: bindId(anchorId) });
  const anchorIndex = typeof before === 'number' ? before : null;
  const { limit, ...place } = placeOf({ total, anchorIndex }, request);
  const page = connection.prepareExact(sql(order.page)).pluck();
  return { ...place, ids: page.all({ ...parameters, limit, offset: place.offset }).map(toId) };
}

function countCalls(connection: Connection, { sql, parameters }: CallQuestion): number {
  return connection.prepare(sql(CALL_COUNT)).pluck().get(parameters) as number;
}

function rowsOf(connection: Connection, ids: readonly Id[]): readonly ListedCall[] {
  return inOrder(ids, connection.prepareExact(LISTED_CALLS_BY_ID).all(bindIds(ids)).map(toListedCall));
}
