import type Database from 'better-sqlite3';
import { MOST_GROUPS } from '../answers/group-name.ts';
import { EVER } from '../answers/spans.ts';

/** The group of calls that have none: those that did not fail, and failed ones whose group is not known. */
export const NO_GROUP = -1;

/** Creates the table of the groups. */
export const GROUP_TABLE = `
  CREATE TABLE failure (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, newest INTEGER NOT NULL)`;

/** A group of failed calls: the seconds of its first and its last call, and the id of the last one. */
export interface KnownGroup {
  readonly id: string;
  readonly first: number;
  readonly last: number;
  readonly newest: number;
}

/** Small numbers, counted from 0 in the order of their coming, for the groups of failed calls. */
export class GroupNames {
  /** The group of each number. */
  readonly list: KnownGroup[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #changed = new Set<number>();

  /** Reads the groups that were saved. */
  load(index: Database.Database): void {
    const rows = index.prepare('SELECT id, first, last, newest FROM failure ORDER BY number').all() as KnownGroup[];
    for (const group of rows) this.#add(group);
  }

  /** Writes what changed since it was read or written. */
  save(index: Database.Database): void {
    const statement = index.prepare('INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?)');
    for (const number of this.#changed) {
      const group = this.list[number];
      if (group !== undefined) statement.run(number, group.id, group.first, group.last, group.newest);
    }
    this.#changed.clear();
  }

  /** The number of a group; NO_GROUP where there are too many. */
  numberOf(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    if (this.list.length >= MOST_GROUPS) return NO_GROUP;
    const number = this.#add({ id, first: EVER.until, last: EVER.from, newest: 0 });
    this.#changed.add(number);
    return number;
  }

  /** Takes note of a call of a group. */
  note(number: number, { second, id }: { readonly second: number; readonly id: number }): void {
    const group = this.list[number];
    if (group === undefined || (second >= group.first && second <= group.last && id <= group.newest)) return;
    const isNewest = second > group.last || (second === group.last && id > group.newest);
    this.list[number] = {
      id: group.id,
      first: Math.min(group.first, second),
      last: Math.max(group.last, second),
      newest: isNewest ? id : group.newest,
    };
    this.#changed.add(number);
  }

  /** Forgets when the calls were: those of another log follow. */
  forgetTimes(): void {
    for (const [number, { id }] of this.list.entries()) {
      this.list[number] = { id, first: EVER.until, last: EVER.from, newest: 0 };
      this.#changed.add(number);
    }
  }

  #add(group: KnownGroup): number {
    this.#numbers.set(group.id, this.list.length);
    return this.list.push(group) - 1;
  }
}
