import { formatInterval } from '../text/format.ts';
import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import type { PlacedEntry, PlacedJson } from './placed-json.ts';
import { SettingFault } from './setting-fault.ts';

/** A kind of values that a setting can have. */
export interface Kind<Value> {
  /** Values that it takes, for a person. */
  readonly takes: string;
  /** Reads a value of a config file. Throws a SettingFault at its place. */
  fromJson(json: PlacedJson, name: string): Value;
  /** Reads a value of an option or a variable; undefined if it is none. Missing where only a config file can say it. */
  readonly fromText?: (text: string) => Value | undefined;
  /** Names that a value can have, for who mistyped one. */
  readonly words?: readonly string[];
  /** Value as it is written in a config file; without passwords. */
  shown(value: Value): unknown;
}

type Scalar = string | number | boolean | null;

const SHOWN_CELLS = 40;

/** One of some words. */
export function choice<const Word extends string>(words: readonly Word[]): Kind<Word> {
  return scalar(words.join(', '), {
    read: (value) => words.find((word) => word === value),
    words,
    shown: (value) => value,
  });
}

/** True or false. */
export const yesOrNo: Kind<boolean> = scalar('true, false', {
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  fromText: truthOf,
  shown: (value) => value,
});

/** True, false, or as the surroundings are. */
export const yesNoOrAuto: Kind<boolean | 'auto'> = scalar('true, false, auto', {
  read: (value) => (typeof value === 'boolean' || value === 'auto' ? value : undefined),
  fromText: (text) => (text === 'auto' ? text : truthOf(text)),
  words: ['auto'],
  shown: (value) => value,
});

/** A share from 0 to 1, which may be written in per cent. */
export const share: Kind<number> = scalar('0.05, "5%"', {
  read: (value) => {
    const percent = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value)?.[1] : undefined;
    const read = percent === undefined ? value : Number(percent) / 100;
    return typeof read === 'number' && read >= 0 && read <= 1 ? read : undefined;
  },
  shown: (value) => value,
});

/** A number that is not below another one. */
export function numberFrom(least: number, { isWhole = false, unit = '' } = {}): Kind<number> {
  return scalar(`a ${isWhole ? 'whole ' : ''}number${unit === '' ? '' : ` of ${unit}`}, ${least} or more`, {
    read: (value) =>
      typeof value === 'number' && value >= least && (!isWhole || Number.isSafeInteger(value)) ? value : undefined,
    shown: (value) => value,
  });
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, m: 60_000 };

/** A time in milliseconds, written with its unit. */
export function duration(leastMs: number, mostMs: number): Kind<number> {
  const read = (value: Scalar): number | undefined => {
    const [, digits, unit = ''] = (typeof value === 'string' && /^(\d+(?:\.\d+)?)\s*(ms|s|min|m)$/.exec(value)) || [];
    const ms = Number(digits) * (UNITS_MS[unit] ?? Number.NaN);
    return ms >= leastMs && ms <= mostMs ? ms : undefined;
  };
  return scalar(`"2s", "500ms", from ${formatInterval(leastMs)} to ${formatInterval(mostMs)}`, {
    read,
    shown: (ms) => (ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`),
  });
}

/** Entries with names that a person chose, each of which `read` reads. */
export function named<Value>(
  takes: string,
  read: (json: PlacedJson, name: string) => Value,
  shown: (value: Value, name: string) => unknown,
): Kind<Readonly<Record<string, Value>>> {
  return {
    takes,
    fromJson: (json, name) => {
      const entries = entriesOf(json, name);
      return Object.fromEntries(entries.map((entry) => [entry.name, read(entry.value, `${name}.${entry.name}`)]));
    },
    shown: (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(value, name)])),
  };
}

/** Returns the entries of a value that must be an object. Throws a SettingFault if it is none. */
export function entriesOf(json: PlacedJson, name: string): readonly PlacedEntry[] {
  if (json.kind === 'object') return json.entries;
  throw new SettingFault(`${shownName(name)} must be an object: { … }.`, json.at);
}

/** Returns the fault of a name that is not one of those that are known. */
export function unknownName({ name, at }: PlacedEntry, known: readonly string[], what: string): SettingFault {
  const meant = nearest(name, known);
  const nextStep = meant === undefined ? `There are ${known.join(', ')}.` : `Did you mean “${meant}”?`;
  return new SettingFault(`There is no ${what} “${printable(name, SHOWN_CELLS)}”.`, at, nextStep);
}

/** Returns the fault of a value that a setting does not take. */
export function wrongValue(
  json: PlacedJson,
  name: string,
  { takes, words = [] }: Pick<Kind<never>, 'takes' | 'words'>,
): SettingFault {
  const { at } = json;
  if (json.kind !== 'value') {
    const form = json.kind === 'list' ? 'a list' : 'an object';
    return new SettingFault(`${shownName(name)} cannot be ${form}.`, at, `It takes ${takes}.`);
  }
  const value = typeof json.value === 'string' ? `“${printable(json.value, SHOWN_CELLS)}”` : String(json.value);
  const meant = typeof json.value === 'string' ? nearest(json.value, words) : undefined;
  const nextStep = meant === undefined ? `It takes ${takes}.` : `Did you mean “${meant}”?`;
  return new SettingFault(`${shownName(name)} cannot be ${value}.`, at, nextStep);
}

/** Returns the name of a setting, harmless to print. */
export function shownName(name: string): string {
  return printable(name, SHOWN_CELLS * 2);
}

function scalar<Value>(
  takes: string,
  given: {
    readonly read: (value: Scalar) => Value | undefined;
    readonly fromText?: (text: string) => Value | undefined;
    readonly words?: readonly string[];
    readonly shown: (value: Value) => unknown;
  },
): Kind<Value> {
  const { read, fromText = read, words = [], shown } = given;
  return {
    takes,
    words,
    fromText,
    shown,
    fromJson: (json, name) => {
      const value = json.kind === 'value' ? read(json.value) : undefined;
      if (value === undefined) throw wrongValue(json, name, { takes, words });
      return value;
    },
  };
}

function truthOf(text: string): boolean | undefined {
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  return /^(?:0|false|no|off)$/i.test(text) ? false : undefined;
}
