import type Database from 'better-sqlite3';
import { GROUP_TABLE, GroupNames, NO_GROUP } from './group-names.ts';

const MOST_ROUTES = 2_000;
const MOST_KINDS = 20_000;
// With more kinds than this failed calls are told apart by their groups no more.
const MOST_KINDS_BY_GROUP = 15_000;

/** The log names more routes than the index is made for: it is answered without one. */
export class TooManyNamesError extends Error {}

/** Creates the tables of the names. */
export const NAME_TABLES = `
  CREATE TABLE caller (number INTEGER PRIMARY KEY, user_id INTEGER NOT NULL);
  CREATE TABLE route (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE kind (number INTEGER PRIMARY KEY, route INTEGER NOT NULL, status REAL, failure INTEGER NOT NULL);
  ${GROUP_TABLE}`;

/**
 * Small numbers, counted from 0 in the order of their coming, for users, routes and kinds of call: a route with a status and, for
 * failed calls, a group.
 */
export class Names {
  /** The id of the user of each number. */
  readonly userIds: number[] = [];
  /** The name of the route of each number. */
  readonly routes: string[] = [];
  /** The route of each kind. */
  readonly routeOf: number[] = [];
  /** The status of each kind. */
  readonly statusOf: (number | null)[] = [];
  /** The group of each kind, or NO_GROUP. */
  readonly groupOf: number[] = [];
  readonly groups = new GroupNames();
  /** True when there are failed calls whose group is not known. */
  hasUngrouped = false;
  /** 1 for kinds that are errors, and for those that are the server's fault. */
  readonly isError: number[] = [];
  readonly isServerError: number[] = [];
  readonly #callers = new Map<number, number>();
  readonly #routeNumbers = new Map<string, number>();
  /** Kinds by their group, those of none first, then by route and status. */
  readonly #kinds: Map<string, Map<number | null, number>>[] = [];
  #saved = { callers: 0, routes: 0, kinds: 0 };

  /** Reads the names that were saved after those it has. */
  load(index: Database.Database): void {
    const rowsAfter = (sql: string, after: number) => index.prepare(sql).raw().all(after) as unknown[][];
    const callers = rowsAfter('SELECT user_id FROM caller WHERE number >= ? ORDER BY number', this.userIds.length);
    for (const [userId] of callers) this.caller(userId as number);
    const routes = rowsAfter('SELECT name FROM route WHERE number >= ? ORDER BY number', this.routes.length);
    for (const [name] of routes) this.#route(name as string);
    this.groups.load(index);
    const kinds = rowsAfter(
      'SELECT route, status, failure FROM kind WHERE number >= ? ORDER BY number',
      this.routeOf.length,
    );
    for (const [route, status, group] of kinds as [number, number | null, number][])
      this.kind(this.routes[route] ?? '', status, group);
    this.#saved = this.#counts();
  }

  /** Writes the names that came since they were read or written. */
  save(index: Database.Database): void {
    const counts = this.#counts();
    const insert = { caller: '(?, ?)', route: '(?, ?)', kind: '(?, ?, ?, ?)' };
    const run = (table: keyof typeof insert, ...values: readonly unknown[]) =>
      index.prepare(`INSERT INTO ${table} VALUES ${insert[table]}`).run(values);
    for (let n = this.#saved.callers; n < counts.callers; n += 1) run('caller', n, this.userIds[n]);
    for (let n = this.#saved.routes; n < counts.routes; n += 1) run('route', n, this.routes[n]);
    this.groups.save(index);
    for (let n = this.#saved.kinds; n < counts.kinds; n += 1) {
      run('kind', n, this.routeOf[n], this.statusOf[n], this.groupOf[n]);
    }
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

  /** The place of each user by number among some whose numbers are given; -1 for others. */
  placesOf(callers: readonly number[]): Int32Array {
    const places = new Int32Array(this.userIds.length).fill(-1);
    for (const [place, caller] of callers.entries()) places[caller] = place;
    return places;
  }

  /** The number of a route with a status and a group. */
  kind(route: string, status: number | null, group: number): number {
    const known = this.#kinds[group + 1]?.get(route)?.get(status);
    if (known !== undefined) return known;
    if (group !== NO_GROUP && this.routeOf.length >= MOST_KINDS_BY_GROUP) return this.kind(route, status, NO_GROUP);
    if (this.routeOf.length >= MOST_KINDS) throw new TooManyNamesError();
    const number = this.routeOf.push(this.#route(route)) - 1;
    const isFailed = status !== null && status >= 400;
    this.statusOf.push(status);
    this.groupOf.push(group);
    this.hasUngrouped ||= group === NO_GROUP && isFailed;
    this.isError.push(isFailed ? 1 : 0);
    this.isServerError.push(status !== null && status >= 500 ? 1 : 0);
    const ofGroup = this.#kinds[group + 1] ?? new Map<string, Map<number | null, number>>();
    this.#kinds[group + 1] = ofGroup;
    const ofRoute = ofGroup.get(route) ?? new Map<number | null, number>();
    ofGroup.set(route, ofRoute.set(status, number));
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
