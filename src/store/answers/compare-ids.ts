import type { Id } from '../../model/id.ts';

/** The order of ids: numbers by size, before text. */
export function compareIds(one: Id, other: Id): number {
  if (typeof one === 'string' && typeof other !== 'string') return 1;
  if (typeof one !== 'string' && typeof other === 'string') return -1;
  return one < other ? -1 : one > other ? 1 : 0;
}
