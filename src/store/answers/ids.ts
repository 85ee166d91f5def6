import { Buffer } from 'node:buffer';
import type { Id } from '../../model/id.ts';

/** A column as an id, every digit kept. What can be no id of a row that is acted on, bytes or NULL, is shown as SQL writes it. */
export function toId(value: unknown): Id {
  if (typeof value === 'bigint') return fromBigInt(value);
  if (typeof value === 'number' || typeof value === 'string') return value;
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : 'NULL';
}

/** Tells whether a column holds an id that names its row and no other. */
export function isNameable(value: unknown): boolean {
  return typeof value === 'bigint' || typeof value === 'string' || Number.isSafeInteger(value);
}

/** An id that was typed: text that stands for a whole number may mean the number, too. */
export function numberOfText(id: Id): bigint | undefined {
  return typeof id === 'string' && /^-?\d{1,19}$/.test(id) ? BigInt(id) : undefined;
}

function fromBigInt(value: bigint): Id {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
