import { compareText } from '../answers/compare-text.ts';

// More counts than this are kept as a list of those that are not zero.
const MOST_COUNTS = 2 ** 22;

/** Numbers of calls by the places of users, and by route. */
export class RouteCounts {
  readonly #routeCount: number;
  readonly #users: number;
  readonly #dense: Float64Array;
  readonly #sparse = new Map<number, number>();

  constructor(users: number, routeCount: number) {
    this.#users = users;
    this.#routeCount = routeCount;
    this.#dense = new Float64Array(users * routeCount > MOST_COUNTS ? 0 : users * routeCount);
  }

  add(place: number, route: number, calls: number): void {
    const at = place * this.#routeCount + route;
    if (at < this.#dense.length) this.#dense[at] = (this.#dense[at] ?? 0) + calls;
    else this.#sparse.set(at, (this.#sparse.get(at) ?? 0) + calls);
  }

  addAll(other: RouteCounts): void {
    for (const [place, route, calls] of other.#entries()) this.add(place, route, calls);
  }

  /** The most frequent route of each user. */
  tops(routes: readonly string[]): readonly (string | undefined)[] {
    const most = new Float64Array(this.#users);
    const tops: (string | undefined)[] = [];
    for (const [place, route, calls] of this.#entries()) {
      const name = routes[route] ?? '';
      const known = tops[place];
      const isMore = calls > (most[place] ?? 0) || known === undefined;
      if (!isMore && (calls < (most[place] ?? 0) || compareText(name, known) >= 0)) continue;
      most[place] = calls;
      tops[place] = name;
    }
    return tops;
  }

  *#entries(): Generator<readonly [place: number, route: number, calls: number]> {
    const routeCount = this.#routeCount;
    for (const [at, calls] of this.#dense.entries()) {
      if (calls > 0) yield [Math.floor(at / routeCount), at % routeCount, calls];
    }
    for (const [at, calls] of this.#sparse) yield [Math.floor(at / routeCount), at % routeCount, calls];
  }
}
