import type { ApiError, ErrorSort } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { Page } from '../../../model/page.ts';
import { inOrder, type PagePlace, placePage, Recent } from '../../answers/pages.ts';
import { type WindowBounds, windowBounds } from '../../answers/periods.ts';
import type { ErrorPageRequest } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindIds, toId } from '../file/ids.ts';
import { type BoundFilter, bindFilter, FITS, isOfWindowAlone, nameOf } from './call-filter.ts';
import { IN_WINDOW, IS_ERROR, USERNAME } from './call-sql.ts';
import { LISTED_ERRORS_BY_ID, toError } from './calls.ts';
import { pageOfErrors } from './error-pages.ts';

const ORDERS_KEPT = 4;

const text = (column: string) => `coalesce(CAST(${column} AS TEXT), '')`;
const SHOWN = [USERNAME, 'l.api_route', 'l.response_status_code', 'l.error_message'].map(text).join(' || char(10) || ');

const idsBy = (...order: readonly string[]) => `
  SELECT l.id FROM user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id
  WHERE ${IN_WINDOW} AND ${IS_ERROR} AND ${FITS} AND (@text = '' OR instr(folded(${SHOWN}), @text) > 0)
  ORDER BY ${order.join(', ')}`;

/** The ids of the errors whose shown text holds a folded one (all where that is empty), in rising order of each column. */
export const ERROR_IDS_BY: Readonly<Record<ErrorSort, string>> = {
  time: idsBy('l.date_time', 'l.id'),
  status: idsBy('l.response_status_code', 'l.id'),
  route: idsBy(`folded(${text('l.api_route')})`, 'l.id'),
  user: idsBy(`folded(${text(USERNAME)})`, 'l.id'),
};

/** Counts the errors that fit, whatever their text. */
export const FITTING_ERRORS = `SELECT COUNT(*) FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_ERROR} AND ${FITS}`;

/** Answers pages of the failed calls of a window. */
export function createErrorList({ file, sums }: StoreContext): (request: ErrorPageRequest) => Promise<Page<ApiError>> {
  const orders = new Recent<Order>(ORDERS_KEPT);
  return async (request) => {
    const { filter, sort, descending } = request;
    const bounds = windowBounds(request.window);
    const version = file.version();
    const isByTime = filter === '' && sort === 'time' && isOfWindowAlone(request);
    const known = isByTime ? await sums.knownErrorCount(request.window) : undefined;
    return file.read((connection) => {
      const rowsOf = (ids: readonly Id[]) =>
        inOrder(ids, connection.prepareExact(LISTED_ERRORS_BY_ID).all(bindIds(ids)).map(toError));
      if (isByTime) {
        const page = pageOfErrors(connection, request, { bounds, total: known });
        if (page) return toPage(page, rowsOf(page.ids), page.total);
      }
      const bound = bindFilter(connection, request);
      const question = [version, bounds, nameOf(bound), filter, sort, descending];
      const order = orders.get(question, () => orderErrors(connection, { bounds, bound }, request));
      const page = placePage(order.ids, request);
      return toPage(page, rowsOf(page.ids), order.unfilteredTotal);
    });
  };
}

function toPage(
  { offset, total, anchorIndex }: PagePlace,
  rows: readonly ApiError[],
  unfilteredTotal: number,
): Page<ApiError> {
  return { rows, offset, total, anchorIndex, unfilteredTotal };
}

interface Order {
  readonly ids: readonly Id[];
  readonly unfilteredTotal: number;
}

interface Wanted {
  readonly bounds: WindowBounds;
  readonly bound: BoundFilter;
}

// Only ids are read of what may be all errors of a log; the rows are those of the page.
function orderErrors(connection: Connection, { bounds, bound }: Wanted, request: ErrorPageRequest): Order {
  const { sql, parameters } = connection.timeForms.questionOf(bounds, 'errors');
  const asked = { ...parameters, ...bound };
  const folded = request.filter.toLowerCase();
  const ids = connection
    .prepareExact(sql(ERROR_IDS_BY[request.sort]))
    .pluck()
    .all({ ...asked, text: folded })
    .map(toId);
  const unfilteredTotal =
    folded === '' ? ids.length : (connection.prepare(sql(FITTING_ERRORS)).pluck().get(asked) as number);
  return { ids: request.descending ? ids.reverse() : ids, unfilteredTotal };
}
