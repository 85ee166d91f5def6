import { Buffer } from 'node:buffer';
import type { Id } from '../../../model/id.ts';
import { UserError } from '../../../model/user-error.ts';

// The driver hands integers over as doubles, in which two ids beyond 2^53 may be one; and binds numbers as REAL, which a column
// of text would compare as '5.0'. So ids are read by `prepareExact` and bound as bigints.

/** A column of an exact statement as an id. What can be no id of a row that is acted on, bytes or NULL, is shown as SQL writes it. */
export function toId(value: unknown): Id {
  if (typeof value === 'bigint') return fromBigInt(value);
  if (typeof value === 'number' || typeof value === 'string') return value;
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : 'NULL';
}

/** Tells whether a column of an exact statement holds an id that names its row and no other. */
export function isNameable(value: unknown): boolean {
  return typeof value === 'bigint' || typeof value === 'string' || Number.isSafeInteger(value);
}

/** An id as it is bound to a statement. Throws a UserError if it is a number that has lost digits. */
export function bindId(id: Id): number | bigint | string {
  if (typeof id === 'number' && Number.isSafeInteger(id)) return BigInt(id);
  if (typeof id === 'number' && Number.isInteger(id)) {
    const nextStep = 'Hand it over as a bigint or as text.';
    throw new UserError(`The id ${id} is a number beyond 2^53, which may have lost digits.`, { nextStep });
  }
  // What no column can hold names no row.
  return typeof id === 'bigint' && BigInt.asIntN(64, id) !== id ? Number(id) : id;
}

/** Ids as a JSON list to be bound, in which each keeps its digits. */
export function bindIds(ids: readonly Id[]): string {
  return `[${ids.map((id) => (typeof id === 'bigint' ? String(id) : JSON.stringify(id))).join()}]`;
}

/** An id that was typed: text that stands for a whole number may mean the number, too. */
export function numberOfText(id: Id): bigint | undefined {
  return typeof id === 'string' && /^-?\d{1,19}$/.test(id) ? BigInt(id) : undefined;
}

function fromBigInt(value: bigint): Id {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
