import type { ApiError } from '../../../model/call.ts';
import type { ScannedPage } from '../../../model/page.ts';
import { failedOf } from '../../answers/errors-alone.ts';
import { scanOf } from '../../answers/patience.ts';
import type { ErrorPageRequest } from '../../store.ts';
import type { PostgresContext } from '../context.ts';
import { countCalls, pageOfCalls } from './call-pages.ts';
import { toListedError } from './call-rows.ts';

/** Answers pages of the failed calls of a window. */
export function createErrorList({
  server,
  sums,
  scans,
  resolve,
}: PostgresContext): (request: ErrorPageRequest) => Promise<ScannedPage<ApiError>> {
  return async (request) => {
    const { filter, ...unfiltered } = request;
    const fitting = await resolve(request.window, request);
    const all = filter === '' ? fitting : await resolve(request.window, unfiltered);
    const listOf = async ({ window, calls }: typeof fitting) => {
      const areAll = calls.userId === undefined && calls.query === undefined;
      return { window, calls: failedOf(calls), total: areAll ? await sums.knownErrorCount(window) : undefined };
    };
    const [wanted, unfilteredList] = [await listOf(fitting), filter === '' ? undefined : await listOf(all)];
    const found = await scans.find(wanted.window, wanted.calls);
    const [{ rows, ...place }, unfilteredTotal] = await server.read((ask) =>
      Promise.all([
        pageOfCalls(ask, { ...wanted, found }, request),
        unfilteredList && countCalls(ask, { ...unfilteredList, found: undefined }),
      ]),
    );
    const scan = scanOf(fitting.calls);
    return { rows: rows.map(toListedError), ...place, unfilteredTotal: unfilteredTotal ?? place.total, ...scan };
  };
}
