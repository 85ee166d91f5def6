import type Database from 'better-sqlite3';

const MOST_ROUTES = 2_000;
const MOST_KINDS = 20_000;

/** The log names more routes than the index is made for: it is answered without one. */
export class TooManyNamesError extends Error {}

/** Creates the tables of the names. */
export const NAME_TABLES = `
  CREATE TABLE caller (number INTEGER PRIMARY KEY, user_id INTEGER NOT NULL);
  CREATE TABLE route (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE kind (number INTEGER PRIMARY KEY, route INTEGER NOT NULL, status REAL)`;

/** Small numbers, counted from 0 in the order of their coming, for users, routes and kinds of call (a route with a status). */
export class Names {
  /** The id of the user of each number. */
  readonly userIds: number[] = [];
  /** The name of the route of each number. */
  readonly routes: string[] = [];
  /** The route of each kind. */
  readonly routeOf: number[] = [];
  /** The status of each kind. */
  readonly statusOf: (number | null)[] = [];
  /** 1 for kinds that are errors, and for those that are the server's fault. */
  readonly isError: number[] = [];
  readonly isServerError: number[] = [];
  readonly #callers = new Map<number, number>();
  readonly #routeNumbers = new Map<string, number>();
  readonly #kinds = new Map<string, Map<number | null, number>>();
  #saved = { callers: 0, routes: 0, kinds: 0 };

  /** Reads the names that were saved after those it has. */
  load(index: Database.Database): void {
    const rowsAfter = (sql: string, after: number) => index.prepare(sql).raw().all(after) as unknown[][];
    const callers = rowsAfter('SELECT user_id FROM caller WHERE number >= ? ORDER BY number', this.userIds.length);
    for (const [userId] of callers) this.caller(userId as number);
    const routes = rowsAfter('SELECT name FROM route WHERE number >= ? ORDER BY number', this.routes.length);
    for (const [name] of routes) this.#route(name as string);
    const kinds = rowsAfter('SELECT route, status FROM kind WHERE number >= ? ORDER BY number', this.routeOf.length);
    for (const [route, status] of kinds) this.kind(this.routes[route as number] ?? '', status as number | null);
    this.#saved = this.#counts();
  }

  /** Writes the names that came since they were read or written. */
  save(index: Database.Database): void {
    const counts = this.#counts();
    const insert = { caller: '(?, ?)', route: '(?, ?)', kind: '(?, ?, ?)' };
    const run = (table: keyof typeof insert, ...values: readonly unknown[]) =>
      index.prepare(`INSERT INTO ${table} VALUES ${insert[table]}`).run(values);
    for (let n = this.#saved.callers; n < counts.callers; n += 1) run('caller', n, this.userIds[n]);
    for (let n = this.#saved.routes; n < counts.routes; n += 1) run('route', n, this.routes[n]);
    for (let n = this.#saved.kinds; n < counts.kinds; n += 1) run('kind', n, this.routeOf[n], this.statusOf[n]);
    this.#saved = counts;
  }

  /** The number of a user. */
  caller(userId: number): number {
    const known = this.#callers.get(userId);
    if (known !== undefined) return known;
    this.#callers.set(userId, this.userIds.length);
    return this.userIds.push(userId) - 1;
  }

  /** The number of a user who has one. */
  knownCaller(userId: number): number | undefined {
    return this.#callers.get(userId);
  }

  /** The ids of some users at the places of their numbers. */
  callersOf(userIds: readonly number[]): readonly (number | undefined)[] {
    const userOf: (number | undefined)[] = [];
    for (const userId of userIds) {
      const caller = this.knownCaller(userId);
      if (caller !== undefined) userOf[caller] = userId;
    }
    return userOf;
  }

  /** The number of a route with a status. */
  kind(route: string, status: number | null): number {
    const known = this.#kinds.get(route)?.get(status);
    if (known !== undefined) return known;
    if (this.routeOf.length >= MOST_KINDS) throw new TooManyNamesError();
    const number = this.routeOf.push(this.#route(route)) - 1;
    this.statusOf.push(status);
    this.isError.push(status !== null && status >= 400 ? 1 : 0);
    this.isServerError.push(status !== null && status >= 500 ? 1 : 0);
    const ofRoute = this.#kinds.get(route) ?? new Map<number | null, number>();
    this.#kinds.set(route, ofRoute.set(status, number));
    return number;
  }

  #route(name: string): number {
    const known = this.#routeNumbers.get(name);
    if (known !== undefined) return known;
    if (this.routes.length >= MOST_ROUTES) throw new TooManyNamesError();
    this.#routeNumbers.set(name, this.routes.length);
    return this.routes.push(name) - 1;
  }

  #counts() {
    return { callers: this.userIds.length, routes: this.routes.length, kinds: this.routeOf.length };
  }
}
