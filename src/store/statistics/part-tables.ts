import type { Span } from '../answers/spans.ts';
import { MIXED } from './part-rows.ts';
import { HOUR_SECONDS } from './seconds.ts';
import type { Statements } from './statements.ts';

const CALLERS_OF_PART = 2 ** 24;

/** Creates the tables of parts, which are hours that follow each other on one day, and of their calls, user by user. */
export const PART_TABLES = `
  CREATE TABLE part (start INTEGER PRIMARY KEY, until INTEGER NOT NULL, calls INTEGER NOT NULL);
  CREATE TABLE piece (place INTEGER PRIMARY KEY, calls BLOB NOT NULL)`;

/** Hours that follow each other on one day, and how many calls they hold. */
export interface Part {
  readonly start: number;
  readonly until: number;
  readonly calls: number;
}

/** Reads and writes parts and their calls. */
export class PartTables {
  /** Number of times that a part was written or removed here; parts read before the last change are out of date. */
  changeCount = 0;
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The parts that share a second with a span, oldest first. */
  partsIn({ from, until }: Span): readonly Part[] {
    const sql = 'SELECT * FROM part WHERE until > ? AND start < ? ORDER BY start';
    return this.#statements.of(sql).all(from, until) as Part[];
  }

  /** The last part that begins before a second. */
  partBefore(second: number): Part | undefined {
    const sql = 'SELECT * FROM part WHERE start < ? ORDER BY start DESC LIMIT 1';
    return this.#statements.of(sql).get(second) as Part | undefined;
  }

  /** Counts the calls from a second on. */
  callsFrom(second: number): number {
    return this.#statements.of('SELECT TOTAL(calls) FROM part WHERE until > ?').pluck().get(second) as number;
  }

  /** Makes or replaces a part without its pieces. */
  writePart({ start, until, calls }: Part): void {
    this.changeCount += 1;
    this.#statements.of('INSERT OR REPLACE INTO part VALUES (?, ?, ?)').run(start, until, calls);
    const sql = 'DELETE FROM piece WHERE place >= ? AND place < ?';
    this.#statements.of(sql).run(placeOf(start, MIXED), placesEnd(start));
  }

  extendPart(start: number, until: number): void {
    this.#statements.of('UPDATE part SET until = ? WHERE start = ?').run(until, start);
  }

  /** Removes a part and its pieces. */
  removePart(part: Part): void {
    this.writePart({ ...part, calls: 0 });
    this.#statements.of('DELETE FROM part WHERE start = ?').run(part.start);
  }

  writePiece(start: number, caller: number, calls: Buffer): void {
    this.#statements.of('INSERT INTO piece VALUES (?, ?)').run(placeOf(start, caller), calls);
  }

  /** All pieces of a part with the number of their user. */
  pieces(start: number): readonly (readonly [caller: number, calls: unknown])[] {
    const first = placeOf(start, MIXED);
    const sql = 'SELECT place, calls FROM piece WHERE place >= ? AND place < ?';
    const rows = this.#statements.of(sql).raw().all(first, placesEnd(start)) as [number, unknown][];
    return rows.map(([place, calls]) => [place - first + MIXED, calls]);
  }

  /** The piece of one user, where they have one. */
  piece(start: number, caller: number): unknown {
    return this.#statements.of('SELECT calls FROM piece WHERE place = ?').pluck().get(placeOf(start, caller));
  }

  /** Returns the size of a user's piece in bytes. */
  pieceSize(start: number, caller: number): number {
    const statement = this.#statements.of('SELECT length(calls) FROM piece WHERE place = ?').pluck();
    return (statement.get(placeOf(start, caller)) ?? 0) as number;
  }
}

function placeOf(start: number, caller: number): number {
  return (start / HOUR_SECONDS) * CALLERS_OF_PART + caller - MIXED;
}

function placesEnd(start: number): number {
  return placeOf(start, MIXED) + CALLERS_OF_PART;
}
