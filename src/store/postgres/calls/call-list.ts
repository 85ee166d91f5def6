import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import type { ResolvedFilter } from '../../answers/call-filters.ts';
import type { CallRow } from '../../answers/call-records.ts';
import { type HourCounts, totalOf } from '../../answers/hour-pages.ts';
import { toId } from '../../answers/ids.ts';
import { inOrder, placeOf } from '../../answers/pages.ts';
import { scanOf } from '../../answers/patience.ts';
import type { CallPage, CallPageRequest } from '../../store.ts';
import type { PostgresContext } from '../context.ts';
import { namesOfAll } from '../users/user-search.ts';
import { bindIds } from '../values.ts';
import { countCalls, pageOfCalls } from './call-pages.ts';
import { askAbout } from './call-question.ts';
import { LISTED_CALLS_BY_ID, type ListedPage, toListed } from './call-rows.ts';

type Fitting = ResolvedFilter<Window>;

/** Answers pages of the calls of a window. */
export function createCallList(context: PostgresContext): (request: CallPageRequest) => Promise<CallPage> {
  const { server, sums, scans, resolve } = context;
  return async (request) => {
    const { filter, ...unfiltered } = request;
    const fitting = await resolve(request.window, request);
    const all = filter === '' ? fitting : await resolve(request.window, unfiltered);
    const counts = await sums.knownCounts(fitting.window, fitting.calls);
    const allCounts = filter === '' ? counts : await sums.knownCounts(all.window, all.calls);
    const known = counts && (await knownPage(context, { ...fitting, counts }, request));
    const found = known === undefined ? await scans.find(fitting.window, fitting.calls) : undefined;
    const [page, unfilteredTotal] = await server.read((ask) =>
      Promise.all([
        known ?? pageOfCalls(ask, { ...fitting, found, counts }, request),
        filter === '' ? undefined : countCalls(ask, { ...all, found: undefined, counts: allCounts }),
      ]),
    );
    const { rows, ...place } = page;
    const scan = scanOf(fitting.calls);
    return { rows: rows.map(toListed), ...place, unfilteredTotal: unfilteredTotal ?? place.total, ...scan };
  };
}

/** A page by another column than time that the index leads to: from either end, as far as no anchor is to be found. */
async function knownPage(
  { server, sums }: PostgresContext,
  { window, calls, counts }: Fitting & { readonly counts: HourCounts },
  request: CallPageRequest,
): Promise<ListedPage | undefined> {
  const { sort, descending, anchorId } = request;
  if (sort === 'time' || sort === 'message' || anchorId !== null) return undefined;
  const { limit, ...place } = placeOf({ total: totalOf(counts), anchorIndex: null }, request);
  const { offset } = place;
  const textOf = sort === 'user' ? await userTexts(server) : (route: unknown) => String(route).toLowerCase();
  const ids = await sums.knownIds(window, calls, { sort, textOf, descending, offset, limit });
  if (ids === undefined) return undefined;
  const rows = await server.read((ask) =>
    ask.rows<CallRow & { readonly id: Id }>(...askAbout({ window, calls: {} })(LISTED_CALLS_BY_ID, [bindIds(ids)])),
  );
  return {
    ...place,
    rows: inOrder(
      ids,
      rows.map((row) => ({ ...row, id: toId(row.id) })),
    ),
  };
}

/** Writes the users of calls as a list sorts them. */
async function userTexts(server: PostgresContext['server']): Promise<(id: Id | string) => string> {
  const names = await server.read(namesOfAll);
  return (id) => (names.get(id) ?? `#${id}`).toLowerCase();
}
