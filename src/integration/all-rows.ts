import type { Id } from '../model/id.ts';
import type { Page } from '../model/page.ts';
import { PresentsError } from '../model/presents-error.ts';
import { readPages } from '../questions/list-pages.ts';
import { aFunction, anObject, demand, optional, wholeFrom } from '../store/checks/options.ts';
import { answerCaller, ofOurs } from '../store/for-caller.ts';

const PAGE_ROWS = 500;

/**
 * Reads a list of a store to its end, page by page, and never more rows than there were at the first page; rows that come or go meanwhile
 * move nothing. `limit` is the most rows.
 *
 * @throws PresentsError `invalid` where an argument is not as it must be; while it is read, what the list throws.
 * @example
 * for await (const call of allRows(store.apiLogs.calls, { filter: 'status:5xx', days: 7 })) console.log(call.apiRoute);
 */
export function allRows<Row extends { readonly id: Id }, Request extends object>(
  list: (request?: Request) => Promise<Page<Row>>,
  request: Request & { readonly limit?: number },
): AsyncGenerator<Row> {
  answerCaller(allRows, () => {
    demand(aFunction(), list, { name: 'allRows', field: 'list' });
    demand(anObject, request, { name: 'allRows', field: 'request' });
    demand(optional(wholeFrom(0)), request.limit, { name: 'allRows', field: 'limit' });
    for (const field of ['offset', 'anchorId']) {
      if (Reflect.get(request, field) === undefined) continue;
      const nextStep = 'It reads from the first row on: leave it out.';
      throw new PresentsError(`allRows has no option “${field}”.`, { code: 'invalid', nextStep, field });
    }
  });
  return rowsOf(list, request);
}

async function* rowsOf<Row extends { readonly id: Id }, Request extends object>(
  list: (request?: Request) => Promise<Page<Row>>,
  request: Request & { readonly limit?: number },
): AsyncGenerator<Row> {
  const { limit = Number.POSITIVE_INFINITY } = request;
  try {
    for await (const { rows } of readPages((place) => list({ ...request, ...place }), { limit, pageRows: PAGE_ROWS }))
      yield* rows;
  } catch (error) {
    throw ofOurs(error, rowsOf);
  }
}
