import { PresentsError } from '../../model/presents-error.ts';

/** The fault of a call to a store that was closed, or is being closed. */
export function storeClosed(cause?: unknown): PresentsError {
  return new PresentsError('The store is closed.', {
    code: 'closed',
    nextStep: 'Open it again, or close it later.',
    cause,
  });
}
