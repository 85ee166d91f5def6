import type { Id } from '../../../model/id.ts';
import { refuseRounded } from '../../checks/id-faults.ts';

// The driver hands integers over as doubles, in which two ids beyond 2^53 may be one; and binds numbers as REAL, which a column
// of text would compare as '5.0'. So ids are read by `prepareExact` and bound as bigints.

/** An id as it is bound to a statement. Throws a PresentsError if it is a number that has lost digits. */
export function bindId(id: Id): number | bigint | string {
  refuseRounded(id);
  if (typeof id === 'number' && Number.isSafeInteger(id)) return BigInt(id);
  // What no column can hold names no row.
  return typeof id === 'bigint' && BigInt.asIntN(64, id) !== id ? Number(id) : id;
}

/** Ids as a JSON list to be bound, in which each keeps its digits. */
export function bindIds(ids: readonly Id[]): string {
  return `[${ids.map((id) => (typeof id === 'bigint' ? String(id) : JSON.stringify(id))).join()}]`;
}
