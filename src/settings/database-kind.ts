import { isAbsolute } from 'node:path';
import { type NamedDatabase, wordColors } from '../model/settings.ts';
import { hidePasswords } from '../text/hide-passwords.ts';
import { choice, entriesOf, type Kind, named, unknownName, wrongValue, yesOrNo } from './kinds.ts';
import type { PlacedJson } from './placed-json.ts';
import { SettingFault } from './setting-fault.ts';

const fieldNames = ['location', 'word', 'color', 'readOnly'];
const color = choice(wordColors);
const LONGEST_WORD = 20;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,39}$/u;

/** Databases by the names that a person gave them. */
export const databasesKind: Kind<Readonly<Record<string, NamedDatabase>>> = named(
  'databases by name: { "location": "postgresql://db/gifts", "word": "PRODUCTION", "color": "red", "readOnly": true }',
  readDatabase,
  ({ location, ...rest }) => ({ location: hidePasswords(location), ...rest }),
);

function readDatabase(json: PlacedJson, name: string): NamedDatabase {
  refuseName(name.slice('databases.'.length), json.at);
  // One line is enough for most: "live": "postgresql://…".
  if (json.kind !== 'object') return { location: locationOf(json, name), word: null, color: 'yellow', readOnly: false };
  const entries = entriesOf(json, name);
  const stray = entries.find((entry) => !fieldNames.includes(entry.name));
  if (stray) throw unknownName(stray, fieldNames, 'field of a database');
  const entryOf = (field: string): PlacedJson | undefined => entries.find((entry) => entry.name === field)?.value;
  const location = entryOf('location');
  if (location === undefined) {
    throw new SettingFault(
      `${name} has no location.`,
      json.at,
      'It needs "location": a file, postgresql://… or service=….',
    );
  }
  const [word, wordColor, readOnly] = [entryOf('word'), entryOf('color'), entryOf('readOnly')];
  return {
    location: locationOf(location, `${name}.location`),
    word: word === undefined ? null : wordOf(word, `${name}.word`),
    color: wordColor === undefined ? 'yellow' : color.fromJson(wordColor, `${name}.color`),
    readOnly: readOnly === undefined ? false : yesOrNo.fromJson(readOnly, `${name}.readOnly`),
  };
}

// What looks like a path or a URL must go on meaning one in --db.
function refuseName(name: string, at: number): void {
  if (NAME.test(name)) return;
  throw new SettingFault(
    'This cannot be the name of a database.',
    at,
    'A name has letters, digits, blanks and . _ -, 40 at most.',
  );
}

function locationOf(json: PlacedJson, name: string): string {
  const takes = 'an absolute path, ~/…, postgresql://… or service=…';
  if (json.kind !== 'value' || typeof json.value !== 'string') throw wrongValue(json, name, { takes });
  const { value } = json;
  const isPath = isAbsolute(value) || value.startsWith('~/');
  // The text is not repeated, since it may hold a password.
  if (!isPath && !/^\s*(?:[a-z][\w+.-]*:\/\/|\w+\s*=)/i.test(value)) {
    throw new SettingFault(`${name} cannot be this text.`, json.at, `It takes ${takes}.`);
  }
  return value;
}

function wordOf(json: PlacedJson, name: string): string {
  if (json.kind === 'value' && typeof json.value === 'string') {
    const { value } = json;
    if (value.length <= LONGEST_WORD && /^[^\p{C}]+$/u.test(value)) return value;
  }
  throw wrongValue(json, name, { takes: `a text of ${LONGEST_WORD} characters at most, such as "PRODUCTION"` });
}
