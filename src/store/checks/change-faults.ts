import { PresentsError } from '../../model/presents-error.ts';

/** A change in words that follow “The database did not …”, and the table that holds the data. */
export interface Change {
  readonly what: string;
  readonly table: string;
}

/** The fault of a change that would have met several rows. */
export function severalRows({ what, table }: Change, changes: number): PresentsError {
  return new PresentsError(`The database did not ${what}: ${changes} rows of “${table}” would have changed.`, {
    code: 'invalid',
    nextStep: 'Their ids are the same: correct that first.',
  });
}

/** The fault of a change that the database ignored or took back, with what may have done it. */
export function changeNotDone({ what }: Change, reason: string): PresentsError {
  return new PresentsError(`The database did not ${what}: ${reason}.`, {
    code: 'refused',
    nextStep: 'Look at the rules that were added to this database, or make the change with the program that did.',
  });
}
