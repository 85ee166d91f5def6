import type { CallSort, ErrorSort } from '../../model/call.ts';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import type { ProductSort } from '../../model/product.ts';
import type { UserSort } from '../../model/user.ts';
import { shortErrorText } from '../../text/error-text.ts';
import type { Navigation } from '../context/navigation.ts';
import type { Route, View } from '../context/route.ts';
import { belowShown, isOpened, shownRoute } from '../context/routes.ts';
import { type Services, useServices } from '../context/services.tsx';
import { shownWindow } from '../context/shown-window.ts';
import { askedFilter } from '../context/use-filter.ts';
import { type ArgsOf, type ScreenId, screenEntry } from '../keys/screens.ts';
import { useKeys } from '../keys/use-keys.ts';

/** A record beside the shown one. */
interface Neighbour {
  readonly id: Id;
  readonly args: ArgsOf<ScreenId>;
}

const alone = 'This was not opened from a list, so that there is no next one.';

/** Answers the keys that go to the next record of the list that the shown one was opened from. */
export function useRecordKeys({ routes, isUtc }: Navigation, { isActive }: { readonly isActive: boolean }): void {
  const services = useServices();
  const { dispatch } = services;
  const shown = shownRoute(routes);
  const list = isOpened(routes) ? listOf(belowShown(routes), shown, { services, isUtc }) : undefined;
  const go = (by: 1 | -1): string | undefined => {
    const id = 'id' in shown.args ? shown.args.id : null;
    if (list === undefined || id === null) return alone;
    list(id).then(
      (page) => {
        const place = page.anchorIndex === null ? undefined : page.anchorIndex + by;
        const next = place === undefined ? undefined : page.rows[place - page.offset];
        if (next) dispatch({ type: 'step', ...next, by });
        else dispatch({ type: 'say', message: { tone: 'warn', text: endWords(page, by) } });
      },
      (error) => dispatch({ type: 'say', message: { tone: 'bad', text: shortErrorText(error) } }),
    );
    return undefined;
  };
  const handlers = { nextRecord: () => go(1), previousRecord: () => go(-1) };
  const isRecord = screenEntry(shown.screen).isRecord === true;
  useKeys('record', handlers, {
    isActive: isActive && isRecord,
    reasons: list === undefined ? { nextRecord: alone, previousRecord: alone } : {},
  });
}

function endWords({ anchorIndex }: Page<Neighbour>, by: 1 | -1): string {
  if (anchorIndex === null) return 'It is no longer in the list.';
  return by > 0 ? 'This is the last one of the list.' : 'This is the first one of the list.';
}

type ReadList = (id: Id) => Promise<Page<Neighbour>>;

interface Reading {
  readonly services: Services;
  readonly isUtc: boolean;
}

/** Reads the rows around a record of the list that a screen shows; undefined if it shows none that has such records. */
function listOf(below: Route, record: Route, { services, isUtc }: Reading): ReadList | undefined {
  const { store, clock, windowAt } = services;
  const { view } = below;
  const reader = { now: clock.now(), isUtc };
  const window = windowAt(shownWindow(view, reader));
  const place = (id: Id) => ({ offset: view.place.cursor, limit: 3, anchorId: id, filter: askedFilter(view, reader) });
  switch (`${record.screen} of ${below.screen}`) {
    case 'call of calls':
      return (id) => store.apiLogs.calls({ ...place(id), ...ordered<CallSort>(view, newestFirst), window }).then(byId);
    case 'call of user': {
      const username = 'username' in below.args ? below.args.username : '';
      return (id) => store.apiLogs.calls({ ...place(id), ...newestFirst, username, window }).then(byId);
    }
    case 'call of errors':
      return (id) =>
        store.apiLogs.errors({ ...place(id), ...ordered<ErrorSort>(view, newestFirst), window }).then(byId);
    case 'user of users':
      return (id) =>
        store.users
          .overview({ ...place(id), ...ordered<UserSort>(view, busiestFirst), window, bucketCount: 1 })
          .then((page) => mapped(page, ({ id: userId, username }) => ({ username, id: userId })));
    case 'product of cache':
      return (id) =>
        store.products
          .list({ ...place(id), filter: view.filter, ...ordered<ProductSort>(view, latestFirst) })
          .then(byId);
    default:
      return undefined;
  }
}

const newestFirst = { sort: 'time', descending: true } as const;
const busiestFirst = { sort: 'calls', descending: true } as const;
const latestFirst = { sort: 'classified', descending: true } as const;

// An order is one of those that its list offers.
function ordered<Sort extends string>({ order }: View, own: { readonly sort: Sort; readonly descending: boolean }) {
  return order === null ? own : { sort: order.sort as Sort, descending: order.descending };
}

function byId<Row extends { readonly id: Id }>(page: Page<Row>): Page<Neighbour> {
  return mapped(page, ({ id }) => ({ id }));
}

function mapped<Row extends { readonly id: Id }>(
  page: Page<Row>,
  argsOf: (row: Row) => ArgsOf<ScreenId>,
): Page<Neighbour> {
  return { ...page, rows: page.rows.map((row) => ({ id: row.id, args: argsOf(row) })) };
}
