import { PresentsError } from '../../model/presents-error.ts';
import { isBlankText } from '../../text/blank-text.ts';
import { nearest } from '../../text/nearest.ts';

/** Says what a value must be to be of a type, or undefined if it is so; it may throw for what is inside. */
export interface Check<Type> {
  (value: unknown, name: string, field: string): string | undefined;
  /** Never there: a check of one type is to be no check of another, be it wider or narrower. */
  readonly of?: (value: Type) => Type;
}

/** A check of a value, whatever its type. */
export type AnyCheck = (value: unknown, name: string, field: string) => string | undefined;

const HIGHEST_TIMEOUT_MS = 2_147_483_647;
const LONGEST_ACTOR = 200;

/** A check of a value by a test of it. */
export function must<Type>(be: string, test: (value: unknown) => boolean): Check<Type> {
  return (value) => (test(value) ? undefined : be);
}

export const text = must<string>('text', (value) => typeof value === 'string');
export const filledText = must<string>('text that is not empty', (value) => typeof value === 'string' && value !== '');
/** A person who acts, as the audit log names them. */
export const actor = must<string>(
  `a name of 1 to ${LONGEST_ACTOR} characters, such as ada@admin-panel`,
  (value) => typeof value === 'string' && !isBlankText(value) && value.length <= LONGEST_ACTOR,
);
export const yesOrNo = must<boolean>('true or false', (value) => typeof value === 'boolean');
export const time = must<Date>('a Date', (value) => value instanceof Date && !Number.isNaN(value.getTime()));
export const amount = must<number>(
  'a number, 0 or more',
  (value) => typeof value === 'number' && value >= 0 && value < Infinity,
);
export const signal = must<AbortSignal>('an AbortSignal', (value) => value instanceof AbortSignal);
export const anObject = must<object>('an object', (value) => typeof value === 'object' && value !== null);
export const anything = must<unknown>('anything', () => true);
export const timeoutMs = wholeFrom(0, HIGHEST_TIMEOUT_MS);

/** A check for a function; what it takes and gives cannot be seen. */
export function aFunction<Type>(): Check<Type> {
  return must('a function', (value) => typeof value === 'function');
}

/** A check for a whole number of at least `least`. */
export function wholeFrom(least: number, most: number = Number.MAX_SAFE_INTEGER): Check<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  return must(
    `a whole number, ${range}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

/** A check for one of some words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Check<Word> {
  return must(`one of ${words.join(', ')}`, (value) => words.some((word) => word === value));
}

/** A check that also takes what is not given. */
export function optional<Type>(check: Check<Type>): Check<Type | undefined> {
  return (value, name, field) => (value === undefined ? undefined : check(value, name, field));
}

/** A check that also takes null. */
export function orNull<Type>(check: Check<Type>): Check<Type | null> {
  return (value, name, field) => (value === null ? undefined : check(value, name, field)?.concat(', or null'));
}

/** A check for a list whose every entry passes another; one that does not is told by its place: `usernames[2]`. */
export function listOf<Type>(check: Check<Type>, be: string): Check<readonly Type[]> {
  return (value, name, field) => {
    if (!Array.isArray(value)) return be;
    // By its places, since what is left out of it is an entry too.
    for (let index = 0; index < value.length; index += 1) {
      const entry: unknown = value[index];
      const entryBe = check(entry, name, field);
      if (entryBe !== undefined) throw wrong(`be ${entryBe}`, entry, { name, field: `${field}[${index}]` });
    }
    return undefined;
  };
}

/** A check for each field of an object; that of one which may be missing takes undefined too. */
export type FieldChecks<Type> = {
  readonly [Name in keyof Type]-?: Check<
    Partial<Pick<Type, Name>> extends Pick<Type, Name> ? Type[Name] | undefined : Type[Name]
  >;
};

/** A check for a plain object that has the fields of a type and no others; one that is missing here does not compile. */
export function fields<Type extends object>(checks: FieldChecks<Type>): Check<Type> {
  const names = Object.keys(checks);
  const entries = Object.entries<AnyCheck>(checks);
  return (value, name) => {
    if (!isPlainObject(value)) return `an object with ${names.join(', ')}`;
    for (const key of Object.keys(value)) {
      if (names.includes(key)) continue;
      const meant = nearest(key, names);
      const nextStep = meant === undefined ? `It knows ${names.join(', ')}.` : `Did you mean “${meant}”?`;
      throw new PresentsError(`${name} has no option “${key}”.`, {
        code: 'invalid',
        nextStep,
        field: key,
        exitCode: 2,
      });
    }
    for (const [key, check] of entries) demand(check, Reflect.get(value, key), { name, field: key });
    return undefined;
  };
}

/** A check for one of several objects, which are told apart by the first of these fields that is there. */
export function oneOfShapes<Type extends object>(
  be: string,
  checks: { readonly [Name in FieldOf<Type>]: Check<Extract<Type, { readonly [Field in Name]: unknown }>> },
): Check<Type> {
  const shapes = Object.entries<AnyCheck>(checks);
  const anyFields = fields(Object.fromEntries(shapes.map(([name]) => [name, anything])));
  return (value, name, field) => {
    const shape = shapes.find(([key]) => isPlainObject(value) && key in value);
    return shape === undefined ? (anyFields(value, name, field) ?? be) : shape[1](value, name, field);
  };
}

/** The fields of all objects of a union. */
type FieldOf<Type> = Type extends unknown ? keyof Type : never;

/** Place of a value: the function that it was given to, and its field there. */
interface Place {
  readonly name: string;
  readonly field: string;
}

/** Throws a PresentsError that names the field where a value is not what it must be. */
export function demand(check: AnyCheck, value: unknown, place: Place): void {
  const be = check(value, place.name, place.field);
  if (be !== undefined) throw wrong(`be ${be}`, value, place);
}

function wrong(must: string, value: unknown, { name, field }: Place): PresentsError {
  return new PresentsError(`${name}: ${field} must ${must}, not ${told(value)}.`, {
    code: 'invalid',
    nextStep: 'Nothing was done. Correct it and call again.',
    field,
    exitCode: 2,
  });
}

/**
 * The clock of options, the system's where they have none. Throws a PresentsError where one that a program gave tells no time: at once, and
 * whenever it is asked.
 */
export function clockOf({ now }: { readonly now?: (() => Date) | undefined }, name: string): () => Date {
  if (now === undefined) return () => new Date();
  const clock = () => {
    const at = now();
    if (time(at, name, 'now') !== undefined) throw wrong('return a Date', at, { name, field: 'now' });
    return at;
  };
  clock();
  return clock;
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
