import { Buffer } from 'node:buffer';
import { BrokenText, type RawRow } from './rows.ts';
import type { CopyTable } from './tables.ts';

/** A row as a JSON object, with nothing of it lost: bytes as `{ "bytes": "hexadecimal" }`, numbers that JSON has not as text. */
export function rejectedJson({ columns }: CopyTable, row: RawRow): string {
  return JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, toJsonValue(row[index])])));
}

function toJsonValue(value: unknown): unknown {
  if (value instanceof BrokenText) return toJsonValue(value.bytes);
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  // JSON.stringify itself escapes a NUL, and letters that are no Unicode.
  return value ?? null;
}
