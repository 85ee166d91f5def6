import { UserError } from '../../model/user-error.ts';
import { nearest } from '../../text/nearest.ts';

/** Says what a value must be, or undefined where it is so; it may throw for what is inside. */
export type Check = (value: unknown, name: string) => string | undefined;

const HIGHEST_TIMEOUT_MS = 2_147_483_647;

/** A check of a value by a test of it. */
export function must(be: string, test: (value: unknown) => boolean): Check {
  return (value) => (test(value) ? undefined : be);
}

export const text = must('text', (value) => typeof value === 'string');
export const filledText = must('text that is not empty', (value) => typeof value === 'string' && value !== '');
export const yesOrNo = must('true or false', (value) => typeof value === 'boolean');
export const aFunction = must('a function', (value) => typeof value === 'function');
export const anObject = must('an object', (value) => typeof value === 'object' && value !== null);
export const time = must('a Date', (value) => value instanceof Date && !Number.isNaN(value.getTime()));
export const amount = must(
  'a number, 0 or more',
  (value) => typeof value === 'number' && value >= 0 && value < Infinity,
);
export const signal = must('an AbortSignal', (value) => value instanceof AbortSignal);
export const timeoutMs = wholeFrom(0, HIGHEST_TIMEOUT_MS);

/** A check for a whole number of at least `least`. */
export function wholeFrom(least: number, most: number = Number.MAX_SAFE_INTEGER): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  return must(
    `a whole number, ${range}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

/** A check for one of some words. */
export function oneOf(...words: readonly string[]): Check {
  return must(`one of ${words.join(', ')}`, (value) => typeof value === 'string' && words.includes(value));
}

/** A check that also takes what is not given. */
export function optional(check: Check): Check {
  return (value, name) => (value === undefined ? undefined : check(value, name));
}

/** A check that also takes null. */
export function orNull(check: Check): Check {
  return (value, name) => (value === null ? undefined : (check(value, name) ?? undefined)?.concat(', or null'));
}

/** A check for a list whose every entry passes another. */
export function listOf(check: Check, be: string): Check {
  return must(be, (value) => Array.isArray(value) && value.every((entry) => check(entry, '') === undefined));
}

/** A check for a plain object that has the fields of a type and no others; one that is missing here does not compile. */
export function fields<Options extends object>(checks: { readonly [Name in keyof Options]-?: Check }): Check {
  const names = Object.keys(checks);
  return (value, name) => {
    if (!isPlainObject(value)) return `an object with ${names.join(', ')}`;
    for (const key of Object.keys(value)) {
      if (names.includes(key)) continue;
      const meant = nearest(key, names);
      const nextStep = meant === undefined ? `It knows ${names.join(', ')}.` : `Did you mean “${meant}”?`;
      throw new UserError(`${name} has no option “${key}”.`, { nextStep, field: key, exitCode: 2 });
    }
    for (const [key, check] of Object.entries<Check>(checks))
      demand(check, Reflect.get(value, key), { name, field: key });
    return undefined;
  };
}

/** Throws a UserError that names the field where a value is not what it must be. */
export function demand(
  check: Check,
  value: unknown,
  { name, field }: { readonly name: string; readonly field: string },
): void {
  const be = check(value, name);
  if (be === undefined) return;
  throw new UserError(`${name}: ${field} must be ${be}, not ${told(value)}.`, {
    nextStep: 'Nothing was done. Correct it and call again.',
    field,
    exitCode: 2,
  });
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function told(value: unknown): string {
  if (typeof value === 'string') return `“${value.slice(0, 40)}”`;
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`.replace('a object', 'an object');
}
