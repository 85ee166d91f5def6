import type { ListedCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import type { ResolvedFilter } from '../../answers/call-filters.ts';
import { toListedCall } from '../../answers/call-records.ts';
import { type HourCounts, totalOf } from '../../answers/hour-pages.ts';
import { toId } from '../../answers/ids.ts';
import { inOrder, type PagePlace, placeOf, Recent } from '../../answers/pages.ts';
import { scanOf } from '../../answers/patience.ts';
import { windowBounds } from '../../answers/periods.ts';
import type { CallPage, CallPageRequest } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindId, bindIds } from '../file/ids.ts';
import { namesOfAll } from '../users/user-search.ts';
import { CALL_COUNT, type CallOrder, FALLING_CALLS, MESSAGE_COUNT, RISING_CALLS } from './call-orders.ts';
import { type AskedCalls, askAbout, type CallQuestion } from './call-question.ts';
import { LISTED_CALLS_BY_ID } from './call-rows.ts';
import { pageByHours } from './hour-pages.ts';

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
    const total = counts && totalOf(counts);
    return scans.ask(window, calls, (connection, found) =>
      pageBySql(connection, { window, calls, found, total }, request),
    );
  };
  return async (request) => {
    const { filter, ...unfiltered } = request;
    const fitting = await resolve(request.window, request);
    const { ids, ...place } = await pageOf(fitting, request);
    const unfilteredTotal = filter === '' ? place.total : await countAll(await resolve(request.window, unfiltered));
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
  const names = file.read(namesOfAll);
  return (id) => (names.get(id) ?? `#${id}`).toLowerCase();
}

/** Calls to be listed, and how many they are if that is known. */
interface Listed extends AskedCalls {
  readonly total: number | undefined;
}

function pageBySql(connection: Connection, asked: Listed, request: CallPageRequest): PagePlace {
  const { sort, descending, anchorId } = request;
  const { found, total: known } = asked;
  const question = askAbout(connection, asked);
  const name =
    question.isByInstant && sort === 'time' ? 'instant' : found && sort === 'message' ? 'messageOfFound' : sort;
  const order = (descending ? FALLING_CALLS : RISING_CALLS)[name];
  const total = known ?? countCalls(connection, question);
  const anchorIndex = anchorId === null ? null : placeOfAnchor(connection, question, { order, anchorId });
  const { limit, ...place } = placeOf({ total, anchorIndex }, request);
  const isAmongFailed = name === 'message' && place.offset + limit <= countMessages(connection, asked);
  const { sql, parameters } = isAmongFailed ? askAbout(connection, { ...asked, isOfErrors: true }) : question;
  const page = connection.prepareExact(sql(order.page)).pluck();
  return { ...place, ids: page.all({ ...parameters, limit, offset: place.offset }).map(toId) };
}

function placeOfAnchor(
  connection: Connection,
  { sql, parameters }: CallQuestion,
  { order, anchorId }: { readonly order: CallOrder; readonly anchorId: Id },
): number | null {
  const statement = connection.prepare(sql(order.place)).pluck();
  const before = statement.get({ ...parameters, anchorId: bindId(anchorId) });
  return typeof before === 'number' ? before : null;
}

// Those with a message come first, and their index holds no others.
function countMessages(connection: Connection, asked: AskedCalls): number {
  const { sql, parameters } = askAbout(connection, { ...asked, isOfErrors: true });
  return connection.prepare(sql(MESSAGE_COUNT)).pluck().get(parameters) as number;
}

function countCalls(connection: Connection, { sql, parameters }: CallQuestion): number {
  return connection.prepare(sql(CALL_COUNT)).pluck().get(parameters) as number;
}

function rowsOf(connection: Connection, ids: readonly Id[]): readonly ListedCall[] {
  return inOrder(
    ids,
    connection
      .prepareExact(LISTED_CALLS_BY_ID)
      .all(bindIds(ids))
      .map((row) => toListedCall(row)),
  );
}
