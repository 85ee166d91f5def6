import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../model/presents-error.ts';
import type { UserRef } from '../model/user.ts';
import { parseWindow } from '../text/format.ts';

/** Reads an option's value as a whole number in a range, both ends included. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Reads an option's value as a length of time in milliseconds: `5s`, `500ms`, `1.5m`, `2h`, or seconds without a unit. */
export function timeBetween(least: string, most: string): (text: string) => number {
  return (text) => {
    const ms = millisecondsOf(text);
    if (ms >= millisecondsOf(least) && ms <= millisecondsOf(most)) return ms;
    throw new InvalidArgumentError(`It must be a time from ${least} to ${most}, such as 5s, 500ms or 1m.`);
  };
}

/** A length of time, NaN if the text is none. */
function millisecondsOf(text: string): number {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?) ?(ms|s|m|min|h)?$/.exec(text) ?? [];
  return Math.round(Number(count) * (UNIT_MS[unit] ?? Number.NaN));
}

const MOST_HOURS = 87_600;

/** Reads an option's value as how far to look back, in hours: a whole number of them, or a time with a unit: `90m`, `3d`, `2w`. */
export function hoursBack(text: string): number {
  const hours = /^\d+(?:\.\d+)?(?:m|min|h|d|w)$/.test(text) ? parseWindow(text) : undefined;
  if (hours !== undefined && hours <= MOST_HOURS) return hours;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= MOST_HOURS) return value;
  throw new InvalidArgumentError(
    `It must be a whole number from 1 to ${MOST_HOURS}. A time such as 90m or 3d will do, too.`,
  );
}

/** Reads an option's value as a number of rows, or as infinity if it is `all` or 0. */
export function countOrAll(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value === 0 ? Number.POSITIVE_INFINITY : value;
  throw new InvalidArgumentError('It must be a whole number, or “all”.');
}

/** A text that was given. Throws a PresentsError, which names it, if that is blank. */
export function filled(text: string, name: string): string {
  if (text.trim() !== '') return text;
  throw new UsageError(`${name} needs at least one character.`, {
    nextStep: 'Say which one is meant.',
  });
}

/** Reads the value of an option that says who or what is meant; a second one that says otherwise is refused. */
export function once(text: string, before?: string): string {
  if (before === undefined || before === text) return text;
  throw new InvalidArgumentError(`It was “${before}” before.`);
}

/** The username, which may be given as `--username NAME` or as the first argument. */
export function usernameOf(command: Command): string {
  const operand = command.args[0];
  const option = command.opts<{ readonly username?: string }>().username;
  if (operand !== undefined && option !== undefined && operand !== option) {
    throw new UsageError('Two different usernames were given.', { nextStep: 'Give one of them.' });
  }
  const username = option ?? operand;
  if (username !== undefined) return filled(username, 'A username');
  const path = pathOf(command).replace(/^presents /, '');
  throw new UsageError('Which user?', { nextStep: 'Name one.', command: `${path} NAME` });
}

/** The usernames of a command that takes several, each once. Throws a PresentsError where an option names one more. */
export function usernamesOf(command: Command): readonly string[] {
  const names = [...new Set(command.args.map((name) => filled(name, 'A username')))];
  const { id, username } = command.opts<{ readonly id?: string; readonly username?: string }>();
  if (names.length < 2 || (id === undefined && username === undefined)) return names;
  throw new UsageError(`Several names and ${id === undefined ? '--username' : '--id'} exclude each other.`, {
    nextStep: 'Give the names alone.',
  });
}

/** The user: by name, given either way, or by `--id`, where both must be the same user's. */
export function userOf(command: Command): UserRef {
  const { id, username = command.args[0] } = command.opts<{ readonly id?: string; readonly username?: string }>();
  if (id === undefined) return usernameOf(command);
  filled(id, 'An id');
  return username === undefined ? { id } : { id, username: usernameOf(command) };
}

/** A command as it is typed: `presents user list`. */
export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
