import type { CallRows } from './call-rows.ts';

// Fewer calls of a user and kind are not worth a run: with thousands of users there would be millions of them.
const FEWEST_OF_RUN = 8;

/** The order of a block's calls, run by run. */
export interface RunOrder {
  /** The places of the calls in their list. */
  readonly places: readonly number[];
  /** The kind, the user (-1: mixed) and the number of calls of each run. */
  readonly kinds: readonly number[];
  readonly users: readonly number[];
  readonly calls: readonly number[];
  readonly mixedCalls: number;
}

/** Sorts calls into runs by kind and user; the mixed run of a kind comes behind its others. */
export function orderRuns(rows: CallRows): RunOrder {
  const order = { places: [] as number[], kinds: [] as number[], users: [] as number[] };
  const calls: number[] = [];
  let mixedCalls = 0;
  const addRun = (kind: number, user: number, places: number[]) => {
    if (places.length === 0) return;
    order.kinds.push(kind);
    order.users.push(user);
    calls.push(places.length);
    sortByTime(places, rows);
    for (const place of places) order.places.push(place);
  };
  for (const [kind, byUser] of placesByKind(rows)) {
    const mixed: number[] = [];
    for (const [user, places] of inOrder(byUser)) {
      if (places.length < FEWEST_OF_RUN) mixed.push(...places);
      else addRun(kind, user, places);
    }
    addRun(kind, -1, mixed);
    mixedCalls += mixed.length;
  }
  return { ...order, calls, mixedCalls };
}

function placesByKind(rows: CallRows): (readonly [kind: number, byUser: Map<number, number[]>])[] {
  const byKind = new Map<number, Map<number, number[]>>();
  for (let index = 0; index < rows.length; index += 1) {
    const kind = rows.kind[index] ?? 0;
    const user = rows.user[index] ?? 0;
    let byUser = byKind.get(kind);
    if (byUser === undefined) {
      byUser = new Map();
      byKind.set(kind, byUser);
    }
    const places = byUser.get(user);
    if (places === undefined) byUser.set(user, [index]);
    else places.push(index);
  }
  return inOrder(byKind);
}

function inOrder<Value>(map: ReadonlyMap<number, Value>): (readonly [number, Value])[] {
  return [...map].sort(([one], [other]) => one - other);
}

// Calls mostly come in the order of their times already.
function sortByTime(places: number[], { second, id }: CallRows): void {
  const compare = (one: number, other: number) =>
    (second[one] ?? 0) - (second[other] ?? 0) || (id[one] ?? 0) - (id[other] ?? 0);
  if (!places.every((place, at) => at === 0 || compare(places[at - 1] ?? 0, place) <= 0)) places.sort(compare);
}
