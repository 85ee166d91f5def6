import { PresentsError } from '../../model/presents-error.ts';
import { report } from '../report.ts';
import type { BlankOptions } from './blank-options.ts';

/** Asks a program whether a value is secret. */
export type ValueQuestion = (names: readonly string[], value: unknown) => boolean;

/**
 * A question to `blankValue` that always has an answer: where that throws, the value is secret, and `onError` is told, once for all
 * that is asked without a pause.
 */
export function valueQuestion(
  blankValue: Required<BlankOptions>['blankValue'],
  onError: ((error: unknown) => void) | undefined,
): ValueQuestion {
  let isTold = false;
  const tell = (error: unknown) => {
    if (isTold) return;
    isTold = true;
    queueMicrotask(() => {
      isTold = false;
    });
    report(() => onError?.(error));
  };
  return (names, value) => {
    try {
      const answer: unknown = blankValue(names, value);
      if (answer instanceof Promise) throw promised(answer);
      return Boolean(answer);
    } catch (error) {
      tell(error);
      return true;
    }
  };
}

function promised(answer: Promise<unknown>): PresentsError {
  answer.catch(() => undefined);
  return new PresentsError('blankValue returned a promise; it must return true or false.', {
    code: 'invalid',
    nextStep: 'Every value is blanked until it does. Decide without waiting.',
    field: 'blankValue',
    exitCode: 2,
  });
}
