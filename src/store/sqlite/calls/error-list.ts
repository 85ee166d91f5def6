import type { ApiError, ErrorSort } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { Page, ScannedPage } from '../../../model/page.ts';
import type { Window } from '../../../model/window.ts';
import type { ResolvedFilter } from '../../answers/call-filters.ts';
import { toError } from '../../answers/call-records.ts';
import { failedOf } from '../../answers/errors-alone.ts';
import { toId } from '../../answers/ids.ts';
import { inOrder, type PagePlace, placePage, Recent } from '../../answers/pages.ts';
import { scanOf } from '../../answers/patience.ts';
import { windowBounds } from '../../answers/periods.ts';
import type { ErrorPageRequest } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindIds } from '../file/ids.ts';
import { type AskedCalls, askAbout, type CallQuestion } from './call-question.ts';
import { LISTED_ERRORS_BY_ID } from './call-rows.ts';
import { IN_WINDOW, IS_ERROR, USERNAME } from './call-sql.ts';
import { ERROR_COUNT, pageOfErrors } from './error-pages.ts';

const ORDERS_KEPT = 4;

const text = (column: string) => `coalesce(CAST(${column} AS TEXT), '')`;

const idsBy = (...order: readonly string[]) => `
  SELECT l.id FROM user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id
  WHERE ${IN_WINDOW} AND ${IS_ERROR}
  ORDER BY ${order.join(', ')}`;

/** The ids of the errors in rising order of each column. */
export const ERROR_IDS_BY: Readonly<Record<ErrorSort, string>> = {
  time: idsBy('l.date_time', 'l.id'),
  status: idsBy('l.response_status_code', 'l.id'),
  route: idsBy(`folded(${text('l.api_route')})`, 'l.id'),
  user: idsBy(`folded(${text(USERNAME)})`, 'l.id'),
};

/** Answers pages of the failed calls of a window. */
export function createErrorList(context: StoreContext): (request: ErrorPageRequest) => Promise<ScannedPage<ApiError>> {
  const { file, scans, resolve } = context;
  const orders = new Recent<readonly Id[]>(ORDERS_KEPT);
  const counts = new Recent<number>(ORDERS_KEPT);
  return async (request) => {
    const { filter, sort, descending, window: shown, ...others } = request;
    const fitting = await resolve(shown, request);
    const unfiltered = await resolve(shown, others);
    const pageOfWindow = await pageOfAll(context, fitting, request);
    if (pageOfWindow !== undefined) return pageOfWindow;
    const version = file.version();
    const { patience } = fitting.calls;
    const stateOf = (asked: typeof fitting) => [version, windowBounds(asked.window), asked.name];
    const wanted = fitting.calls.query === undefined ? fitting.calls : failedOf(fitting.calls);
    return scans.ask(fitting.window, wanted, (connection, found) => {
      const ask = (asked: AskedCalls) => askAbout(connection, { ...asked, isOfErrors: true });
      const order = orders.get([stateOf(fitting), patience?.scan, sort, descending], () =>
        orderErrors(connection, ask({ ...fitting, found }), request),
      );
      const total =
        filter === '' ? order.length : counts.get(stateOf(unfiltered), () => countErrors(connection, ask(unfiltered)));
      return { ...toPage(connection, placePage(order, request), total), ...scanOf(fitting.calls) };
    });
  };
}

/** A page by time of all errors of a window, where their index leads to it. */
async function pageOfAll(
  { file, sums }: StoreContext,
  { window, calls }: ResolvedFilter<Window>,
  request: ErrorPageRequest,
): Promise<Page<ApiError> | undefined> {
  if (request.sort !== 'time' || calls.userId !== undefined || calls.query !== undefined) return undefined;
  const total = await sums.knownErrorCount(window);
  return file.read((connection) => {
    const page = pageOfErrors(connection, request, { bounds: windowBounds(window), total });
    return page && toPage(connection, page, page.total);
  });
}

function toPage(connection: Connection, { ids, ...place }: PagePlace, unfilteredTotal: number): Page<ApiError> {
  const rows = connection
    .prepareExact(LISTED_ERRORS_BY_ID)
    .all(bindIds(ids))
    .map((row) => toError(row));
  return { rows: inOrder(ids, rows), ...place, unfilteredTotal };
}

// Only ids are read of what may be all errors of a log; the rows are those of the page.
function orderErrors(
  connection: Connection,
  { sql, parameters }: CallQuestion,
  { sort, descending }: ErrorPageRequest,
): readonly Id[] {
  const statement = connection.prepareExact(sql(ERROR_IDS_BY[sort])).pluck();
  const ids = statement.all(parameters).map(toId);
  return descending ? ids.reverse() : ids;
}

function countErrors(connection: Connection, { sql, parameters }: CallQuestion): number {
  return connection.prepare(sql(ERROR_COUNT)).pluck().get(parameters) as number;
}
