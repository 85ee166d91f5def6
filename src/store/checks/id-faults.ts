import type { Id } from '../../model/id.ts';
import { PresentsError } from '../../model/presents-error.ts';

/** Throws a PresentsError if an id is a number that has lost digits. */
export function refuseRounded(id: Id): void {
  if (typeof id !== 'number' || !Number.isInteger(id) || Number.isSafeInteger(id)) return;
  const nextStep = 'Hand it over as a bigint or as text.';
  throw new PresentsError(`The id ${id} is a number beyond 2^53, which may have lost digits.`, {
    code: 'invalid',
    nextStep,
  });
}
