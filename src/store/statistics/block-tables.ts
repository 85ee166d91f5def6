import type { Span } from '../answers/spans.ts';
import type { BlockSizes } from './block-layout.ts';
import { DamagedIndexError } from './bytes.ts';
import type { PackedBlock } from './pack-block.ts';
import { HOUR_SECONDS } from './seconds.ts';
import type { Statements } from './statements.ts';

/**
 * Creates the directory of blocks: where each lies in the file of blocks, or a young one itself, which still changes often; and which
 * of these files is the one.
 */
export const BLOCK_TABLES = `
  CREATE TABLE block (
    start INTEGER PRIMARY KEY, until INTEGER NOT NULL, calls INTEGER NOT NULL, fractions INTEGER NOT NULL,
    head INTEGER NOT NULL, times INTEGER NOT NULL, cold INTEGER NOT NULL, mark INTEGER NOT NULL,
    place INTEGER, young BLOB);
  CREATE INDEX block_young ON block (start) WHERE place IS NULL;
  CREATE TABLE block_file (number INTEGER NOT NULL);
  INSERT INTO block_file VALUES (1)`;

/** A block in the directory: what it is of, and where it lies; without a place it is young. */
export interface BlockEntry extends BlockSizes {
  readonly start: number;
  readonly until: number;
  readonly calls: number;
  /** 1 where the time of a call has a fraction of a second, which the block does not keep. */
  readonly fractions: number;
  readonly mark: number;
  readonly place: number | null;
}

const COLUMNS = 'start, until, calls, fractions, head, times, cold, mark, place';

/** Reads and writes the directory of blocks. */
export class BlockTables {
  /** Number of times that the directory was changed here. */
  changeCount = 0;
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The blocks that share a second with a span, oldest first. */
  in({ from, until }: Span): readonly BlockEntry[] {
    const sql = `SELECT ${COLUMNS} FROM block WHERE start > ? AND start < ? ORDER BY start`;
    const entries = this.#statements.of(sql).all(from - HOUR_SECONDS, until) as BlockEntry[];
    return entries.filter((entry) => entry.until > from);
  }

  /** The young blocks, oldest first. */
  young(): readonly BlockEntry[] {
    return this.#statements.of(`SELECT ${COLUMNS} FROM block WHERE place IS NULL ORDER BY start`).all() as BlockEntry[];
  }

  bytesOf(start: number): Buffer {
    const bytes = this.#statements.of('SELECT young FROM block WHERE start = ?').pluck().get(start);
    if (!Buffer.isBuffer(bytes)) throw new DamagedIndexError();
    return bytes;
  }

  /** Writes a block in the directory, or the block itself if it has no place. */
  write(entry: Omit<BlockEntry, keyof BlockSizes | 'mark'>, { bytes, head, times, cold, mark }: PackedBlock): void {
    const { start, until, calls, fractions, place } = entry;
    const young = place === null ? bytes : null;
    this.changeCount += 1;
    const sql = `INSERT OR REPLACE INTO block (${COLUMNS}, young) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    this.#statements.of(sql).run(start, until, calls, fractions, head, times, cold, mark, place, young);
  }

  /** Notes that a block lies in the file from now on. */
  move(start: number, place: number): void {
    this.changeCount += 1;
    this.#statements.of('UPDATE block SET place = ?, young = NULL WHERE start = ?').run(place, start);
  }

  remove({ from, until }: Span): void {
    this.changeCount += 1;
    this.#statements.of('DELETE FROM block WHERE start >= ? AND start < ?').run(from, until);
  }

  /** Number of bytes of the file that blocks lie in. */
  bytesInFile(): number {
    const sql = 'SELECT TOTAL(head + times + cold) FROM block WHERE place IS NOT NULL';
    return this.#statements.of(sql).pluck().get() as number;
  }

  /** The blocks in the file, in its order. */
  placed(): readonly BlockEntry[] {
    const sql = `SELECT ${COLUMNS} FROM block WHERE place IS NOT NULL ORDER BY place`;
    return this.#statements.of(sql).all() as BlockEntry[];
  }

  get fileNumber(): number {
    return this.#statements.of('SELECT number FROM block_file').pluck().get() as number;
  }

  set fileNumber(number: number) {
    this.#statements.of('UPDATE block_file SET number = ?').run(number);
  }
}
