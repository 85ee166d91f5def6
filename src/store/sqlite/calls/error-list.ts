import type { ApiError, ErrorSort } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import type { Page, PageRequest } from '../../../model/page.ts';
import type { Window } from '../../../model/window.ts';
import { arrange, inOrder, type PagePlace, placePage, Recent, type SortKey } from '../../answers/pages.ts';
import { type WindowBounds, windowBounds } from '../../answers/periods.ts';
import { toNumber, toText } from '../../answers/values.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindIds, toId } from '../file/ids.ts';
import { IN_WINDOW, IS_ERROR, USERNAME } from './call-sql.ts';
import { LISTED_ERRORS_BY_ID, toError } from './calls.ts';
import { pageOfErrors } from './error-pages.ts';

const ORDERS_KEPT = 4;

/** The ids of a window's errors, oldest first. */
export const ERROR_IDS = `
  SELECT id FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_ERROR} ORDER BY date_time, id`;

/** What a window's errors are sorted and filtered by, oldest first. */
export const ERROR_ENTRIES = `
  SELECT l.id, ${USERNAME} AS username, l.api_route, l.response_status_code, l.error_message
  FROM user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id
  WHERE ${IN_WINDOW} AND ${IS_ERROR} ORDER BY l.date_time, l.id`;

/** Answers pages of the failed calls of a window. */
export function createErrorList({ file, sums }: StoreContext): (request: ErrorPageRequest) => Promise<Page<ApiError>> {
  const orders = new Recent<Order>(ORDERS_KEPT);
  return async (request) => {
    const { filter, sort, descending } = request;
    const bounds = windowBounds(request.window);
    const version = file.version();
    const isByTime = filter === '' && sort === 'time';
    const known = isByTime ? await sums.knownErrorCount(request.window) : undefined;
    return file.read((connection) => {
      const rowsOf = (ids: readonly Id[]) =>
        inOrder(ids, connection.prepareExact(LISTED_ERRORS_BY_ID).all(bindIds(ids)).map(toError));
      if (isByTime) {
        const page = pageOfErrors(connection, request, { bounds, total: known });
        if (page) return toPage(page, rowsOf(page.ids), page.total);
      }
      const order = orders.get([version, bounds, filter, sort, descending], () =>
        orderErrors(connection, bounds, request),
      );
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

type ErrorPageRequest = PageRequest<ErrorSort> & { readonly window: Window };

interface Order {
  readonly ids: readonly Id[];
  readonly unfilteredTotal: number;
}

/** id, username, route, status, message. */
type Entry = readonly [unknown, unknown, unknown, unknown, unknown];

function orderErrors(connection: Connection, bounds: WindowBounds, request: ErrorPageRequest): Order {
  const { sql, parameters } = connection.timeForms.questionOf(bounds, 'errors');
  if (request.filter === '' && request.sort === 'time') {
    const ids = connection.prepareExact(sql(ERROR_IDS)).pluck().all(parameters).map(toId);
    return { ids: request.descending ? ids.reverse() : ids, unfilteredTotal: ids.length };
  }
  const entries = connection.prepareExact(sql(ERROR_ENTRIES)).raw().all(parameters) as Entry[];
  const places = new Map(entries.map(([id], place) => [id, place]));
  const keys: Readonly<Record<ErrorSort, (entry: Entry) => SortKey>> = {
    time: ([id]) => places.get(id) ?? null,
    status: ([, , , status]) => toNumber(status),
    route: ([, , route]) => (toText(route) ?? '').toLowerCase(),
    user: ([, username]) => (toText(username) ?? '').toLowerCase(),
  };
  const ids = arrange(entries, request, {
    id: ([id]) => toId(id),
    text: ([, ...fields]) => fields.map(toText).join('\n'),
    key: keys[request.sort],
  });
  return { ids, unfilteredTotal: entries.length };
}
