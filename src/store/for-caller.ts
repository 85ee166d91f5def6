import { areSourceMapsUsed } from '../files/environment.ts';
import { detailsOf, PresentsError, type PresentsErrorOptions, UnexpectedError } from '../model/presents-error.ts';
import { CallersError } from './answers/callers-error.ts';

type AnyFunction = (...args: never) => unknown;
type WithStack = Pick<Error, 'message' | 'stack'>;

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

/** The same function, which notes where it was called: its errors name that line even where another awaits it, or nothing does. */
export function forProgramsAfar<Args extends readonly unknown[], Answer>(
  call: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  const called = async (...args: Args): Promise<Answer> => {
    // Takes microseconds, which is nothing beside the way to a thread.
    const site = siteOf(called);
    try {
      return await call(...args);
    } catch (error) {
      throw forCaller(error, called, site);
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
export function forCaller(thrown: unknown, called: AnyFunction, site?: WithStack): unknown {
  if (thrown instanceof CallersError) return thrown.cause;
  const error = ownError(thrown);
  const inside = thrown instanceof Error ? framesOf(thrown) : '';
  const caller = framesOf(site ?? siteOf(called)).replace(TURN_OF_LOOP, '');
  const frames = caller !== '' && !areSourceMapsUsed() ? caller : joined(inside, caller);
  // As text, for otherwise Node would print the line that it was made in: of what is published, that is half the program.
  error.stack = `${error.name}: ${error.message}${frames}`;
  return error;
}

/** An error that no other caller gets, as those do whose calls were in one batch. */
function ownError(thrown: unknown): PresentsError {
  if (!(thrown instanceof PresentsError)) return new UnexpectedError(thrown);
  const isOfClass = Object.getPrototypeOf(thrown) !== PresentsError.prototype;
  if (isOfClass) return thrown;
  const details = detailsOf(thrown);
  return new PresentsError(thrown.message, { ...details, nextStep: stepOfProgram(details) });
}

/** The next step of a program, where it has a function for what a person does with a command. */
function stepOfProgram({ nextStep, command }: PresentsErrorOptions): string | undefined {
  return command === 'init' ? nextStep?.replace(/\.$/, ': initDatabase does so.') : nextStep;
}

/** The place where a function was called, or, once it was awaited, where that is awaited. */
function siteOf(called: AnyFunction): WithStack {
  const site = { message: '' };
  Error.captureStackTrace(site, called);
  return site;
}

/** The frames of a stack, each on a line of its own; a message with the text of a database may have lines that look like one. */
function framesOf({ stack = '', message }: WithStack): string {
  const at = stack.indexOf(FRAME, stack.indexOf(message) + message.length);
  return at < 0 ? '' : stack.slice(at);
}

/** The frames of both, of which the first may reach to the caller already. */
function joined(inside: string, caller: string): string {
  const [, first] = caller.split(FRAME);
  const overlap = first === undefined ? -1 : inside.indexOf(FRAME + first);
  return (overlap < 0 ? inside : inside.slice(0, overlap)) + caller;
}
