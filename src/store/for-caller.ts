import { areSourceMapsUsed } from '../files/environment.ts';
import { detailsOf, PresentsError, UnexpectedError } from '../model/presents-error.ts';
import { CallersError } from './answers/callers-error.ts';

type AnyFunction = (...args: never) => unknown;

const FRAME = '\n    at ';
/** The frame of Node itself where what is awaited goes on. */
const TURN_OF_LOOP = /^\n {4}at process\.processTicksAndRejections [^\n]*/;

/** Runs a function of the library that answers at once; throws the error that is for whoever called it. */
export function answerCaller<Answer>(called: AnyFunction, work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    throw forCaller(error, called);
  }
}

/** Runs a function of the library; rejects with the error that is for whoever awaits it. */
export async function answerAwaiting<Answer>(called: AnyFunction, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw forCaller(error, called);
  }
}

/** The same function, which rejects with the error that is for whoever awaits it. */
export function forPrograms<Args extends readonly unknown[], Answer>(
  call: (...args: Args) => Promise<Answer>,
  tell: (thrown: unknown, called: AnyFunction) => unknown = forCaller,
): (...args: Args) => Promise<Answer> {
  const called = async (...args: Args): Promise<Answer> => {
    try {
      return await call(...args);
    } catch (error) {
      throw tell(error, called);
    }
  };
  return called;
}

/** The error for the caller where it is one of ours; one of a function that the caller gave stays as it is. */
export function ofOurs(thrown: unknown, called: AnyFunction): unknown {
  return thrown instanceof PresentsError ? forCaller(thrown, called) : thrown;
}

/**
 * Makes of what was thrown inside the error for whoever called a function of the library: a PresentsError, whose stack begins at the
 * caller's line, though it was made in a thread or when a server answered. What happened inside stands before it where source maps
 * make that readable. An error of a caller's own function stays as it is.
 */
export function forCaller(thrown: unknown, called: AnyFunction): unknown {
  if (thrown instanceof CallersError) return thrown.cause;
  const error = ownError(thrown);
  const inside = (thrown instanceof Error ? thrown.stack : error.stack) ?? '';
  Error.captureStackTrace(error, called);
  const { stack = '' } = error;
  const headEnd = stack.indexOf(FRAME);
  const caller = headEnd < 0 ? '' : stack.slice(headEnd).replace(TURN_OF_LOOP, '');
  // As text, for otherwise Node would print the line that it was made in: of what is published, that is half the program.
  if (caller === '') error.stack = inside;
  else error.stack = areSourceMapsUsed() ? joined(inside, caller) : stack.slice(0, headEnd) + caller;
  return error;
}

/** An error that no other caller gets, as those do whose calls were in one batch. */
function ownError(thrown: unknown): PresentsError {
  if (!(thrown instanceof PresentsError)) return new UnexpectedError(thrown);
  const isOfClass = Object.getPrototypeOf(thrown) !== PresentsError.prototype;
  return isOfClass ? thrown : new PresentsError(thrown.message, detailsOf(thrown));
}

/** Both stacks as one, of which the first may reach to the caller already. */
function joined(inside: string, caller: string): string {
  const [first = ''] = caller.slice(FRAME.length).split(FRAME);
  const overlap = inside.indexOf(FRAME + first);
  return (overlap < 0 ? inside : inside.slice(0, overlap)) + caller;
}
