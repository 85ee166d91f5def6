import { Buffer } from 'node:buffer';
import { fromTimestamp, toTimestamp } from '../answers/timestamps.ts';
import { rejectedJson } from './rejected-json.ts';
import { ALL_IDS, BrokenText, type RawRow, type RejectedRow, type Row, type Value } from './rows.ts';
import type { CopyColumn, CopyTable } from './tables.ts';

const CANONICAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[01]\d|2[0-8]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const LARGEST_INT32 = 2 ** 31 - 1;

/** A row that fits. */
export interface FittedRow {
  readonly row: Row;
  readonly raw: RawRow;
  /** Number of its texts in which characters were replaced. */
  readonly replacedTexts: number;
  /** Number of bytes that these replacements added. */
  readonly addedBytes: number;
}

/** Rows of one table, parted into those that fit and those that do not. */
export interface FittedRows {
  readonly fitted: readonly FittedRow[];
  readonly rejected: readonly RejectedRow[];
}

/** Brings rows into the form that every engine takes. Where the target takes no NUL in text, it becomes U+FFFD. */
export function fitRows(table: CopyTable, rawRows: readonly RawRow[], takesNul: boolean): FittedRows {
  const fitter = new Fitter(table, takesNul);
  for (const raw of rawRows) fitter.add(raw);
  return fitter;
}

/** Keeps a row as it was read. */
export function rejectedRow(table: CopyTable, raw: RawRow, reason: string): RejectedRow {
  return { id: idOf(raw), row: rejectedJson(table, raw), reason };
}

/** A column whose value does not fit. */
class Misfit {
  readonly reason: string;

  constructor(column: CopyColumn, why: string) {
    this.reason = `${column.name} ${why}`;
  }
}

class Fitter implements FittedRows {
  readonly fitted: FittedRow[] = [];
  readonly rejected: RejectedRow[] = [];
  readonly #table: CopyTable;
  readonly #takesNul: boolean;
  readonly #known: ReadonlyMap<number, Set<unknown>>;
  // Of the row that is being read.
  #texts = 0;
  #bytes = 0;

  constructor(table: CopyTable, takesNul: boolean) {
    this.#table = table;
    this.#takesNul = takesNul;
    const unique = ['id', ...table.uniqueColumns];
    this.#known = new Map(unique.map((name) => [table.columns.findIndex((column) => column.name === name), new Set()]));
  }

  add(raw: RawRow): void {
    const row = this.#fit(raw);
    if (row instanceof Misfit) {
      this.rejected.push(rejectedRow(this.#table, raw, row.reason));
      return;
    }
    this.fitted.push({ row, raw, replacedTexts: this.#texts, addedBytes: this.#bytes });
  }

  #fit(raw: RawRow): Row | Misfit {
    this.#texts = 0;
    this.#bytes = 0;
    const row: Value[] = [];
    for (const [index, column] of this.#table.columns.entries()) {
      const value = this.#fitValue(column, raw[index] ?? null);
      if (value instanceof Misfit) return value;
      row.push(value);
    }
    return this.#twice(row) ?? row;
  }

  /** Tells of a row that equals one before it where no two may be equal. */
  #twice(row: Row): Misfit | undefined {
    for (const [index, known] of this.#known) {
      const column = this.#table.columns[index];
      if (column !== undefined && known.has(keyOf(row[index]))) return new Misfit(column, 'is there twice');
    }
    for (const [index, known] of this.#known) known.add(keyOf(row[index]));
    return undefined;
  }

  #fitValue(column: CopyColumn, value: unknown): Value | Misfit {
    if (value === null) return column.isRequired ? new Misfit(column, 'is missing') : null;
    switch (column.kind) {
      case 'text':
        return this.#fitText(column, value);
      case 'time':
        return fitTime(value) ?? new Misfit(column, 'is no time');
      case 'flag':
        return fitFlag(value) ?? new Misfit(column, 'is neither true nor false');
      case 'real':
        return fitReal(column, value);
      default:
        return fitInteger(column, value);
    }
  }

  #fitText(column: CopyColumn, value: unknown): string | Misfit {
    const read = value instanceof BrokenText ? value.text : value;
    if (typeof read !== 'string') return new Misfit(column, read instanceof Uint8Array ? 'holds bytes' : 'is no text');
    const text = this.#takesNul || !read.includes('\0') ? read : read.replaceAll('\0', '\ufffd');
    if (value instanceof BrokenText || text !== read) {
      this.#texts += 1;
      this.#bytes +=
        Buffer.byteLength(text) - (value instanceof BrokenText ? value.bytes.length : Buffer.byteLength(read));
    }
    return text;
  }
}

// A double that is a whole number and the integer are one id.
function keyOf(value: Value | undefined): unknown {
  return typeof value === 'number' ? BigInt(value) : value;
}

function idOf([id]: RawRow): bigint | null {
  if (typeof id === 'bigint') return id;
  return Number.isSafeInteger(id) ? BigInt(Number(id)) : null;
}

function fitTime(value: unknown): string | undefined {
  if (typeof value === 'string' && CANONICAL.test(value)) return value;
  const time = fromTimestamp(value);
  return time === null ? undefined : toTimestamp(time).slice(0, 'YYYY-MM-DD HH:MM:SS'.length);
}

function fitFlag(value: unknown): number | undefined {
  if (value === true || value === 1n || value === 1) return 1;
  return value === false || value === 0n || value === 0 ? 0 : undefined;
}

function fitReal(column: CopyColumn, value: unknown): number | Misfit {
  if (typeof value === 'bigint' && BigInt(Number(value)) === value) return Number(value);
  if (typeof value !== 'number') return new Misfit(column, 'is no number');
  return Number.isFinite(value) ? value : new Misfit(column, 'is not finite');
}

function fitInteger(column: CopyColumn, value: unknown): number | bigint | Misfit {
  if (typeof value === 'bigint') {
    if (column.kind === 'int32' && BigInt.asIntN(32, value) !== value) return new Misfit(column, 'is out of range');
    return value >= ALL_IDS.from && value <= ALL_IDS.to ? value : new Misfit(column, 'is out of range');
  }
  if (!Number.isInteger(value)) return new Misfit(column, 'is no whole number');
  if (!Number.isSafeInteger(value)) return new Misfit(column, 'is out of range');
  const number = Number(value);
  return column.kind === 'int32' && Math.abs(number) > LARGEST_INT32 ? new Misfit(column, 'is out of range') : number;
}
