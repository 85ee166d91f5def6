import { fileNamed } from '../files/file-named.ts';
import type { FileLocation, Location } from '../model/location.ts';
import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import { atStart, type Naming, refusal } from './server-names/naming.ts';
import { PARAMETERS } from './server-names/parameters.ts';
import { serverNamed } from './server-names/server-named.ts';

export type { Naming } from './server-names/naming.ts';

// `./` in front of any of these makes it a file's name.
const SERVER_URL = /^\s*postgres(?:ql)?:\/\//i;
const OTHER_FORM = /^\s*(jdbc:)?postgres(?:ql)?(\+\w+)?:/i;
const SCHEME = /^\s*(?!file:)([a-z][\w+.-]*):\/\//i;
const PASSWORD = /^[^/]*\/\/[^/?]*:[^/?]*@|(?:^|[\s?&])password\s*=/i;
const FIRST_WORD = /^\s*\w+\s*=/;
const KNOWN_WORD = new RegExp(`(?:^|\\s)(?:${PARAMETERS.join('|')})\\s*=`);

/** The database that a person named. Throws a PresentsError (exit code 2) if it cannot be opened or no file can have that name. */
export function locationNamed(name: string, naming: Naming): Location {
  if (isServerName(name)) return serverNamed(name, naming);
  refuseOtherForms(name, naming);
  return fileAt(fileNamed(name, atStart(naming.source), naming.workingDirectory));
}

/** The database that a program named: a server, or the path of a file, which is taken as it is. Throws a PresentsError. */
export function locationAt(name: string, naming: Naming): Location {
  if (isServerName(name)) return serverNamed(name, naming);
  refuseOtherForms(name, naming);
  refuseMemory(name, naming);
  return fileAt(name);
}

/** Tells whether a text names servers, as a URL or as libpq's words, so that it may hold a password. */
export function isServerName(name: string): boolean {
  return SERVER_URL.test(name) || (FIRST_WORD.test(name) && KNOWN_WORD.test(name));
}

/** Tells whether a name has a password in it, which other users of the machine can see in a list of processes. */
export function showsPassword(name: string): boolean {
  return isServerName(name) && PASSWORD.test(name);
}

/** The database in a file. */
export function fileAt(path: string): FileLocation {
  return { kind: 'file', path };
}

/** A location as it is shown. */
export function locationText(location: Location): string {
  return printable(location.kind === 'file' ? location.path : location.label);
}

/** Returns the words that name a location in a command, valid from any folder; without a password. */
export function locationWords(location: Location): readonly string[] {
  return ['--db', location.kind === 'file' ? location.path : location.name];
}

/** Text that tells a database from others, whoever looks at it. */
export function databaseIdentity(location: Location): string {
  if (location.kind === 'file') return location.path;
  const servers = location.servers.map(({ host, port }) => `${host}:${port}`).sort();
  return `postgresql://${servers.join(',')}/${location.database}`;
}

/** Tells whether two locations are the same. */
export function isSameLocation(a: Location, b: Location): boolean {
  return a.kind === b.kind && locationWords(a)[1] === locationWords(b)[1];
}

// A program that names it does not mean a file of that name, as a person at a terminal may. All other names are taken to the letter.
function refuseMemory(name: string, naming: Naming): void {
  if (name !== ':memory:') return;
  throw refusal(
    'A database in memory cannot be opened: a store has several connections, which would not see the same one.',
    'Name a file; ./ in front makes :memory: the name of one.',
    naming,
  );
}

// The name is not repeated, since it may hold a password.
function refuseOtherForms(name: string, naming: Naming): void {
  const form = OTHER_FORM.exec(name);
  if (form) {
    const [, jdbc, driver] = form;
    const surplus = [jdbc, driver].filter((part) => part !== undefined).join(' and ');
    throw refusal(
      `${naming.source} is a URL ${surplus === '' ? 'without //' : `for another program: it has ${surplus} in it`}.`,
      'Write it as postgresql://USER@HOST:PORT/DATABASE; ./ in front of it makes it the name of a file.',
      naming,
    );
  }
  const [, scheme] = SCHEME.exec(name) ?? [];
  if (scheme === undefined) return;
  const isNear = nearest(scheme, ['postgresql', 'postgres']) !== undefined;
  throw refusal(
    `${naming.source} is a URL of a kind that presents does not open: ${scheme}.`,
    `${isNear ? 'Did you mean postgresql://? ' : 'It opens SQLite files and postgresql:// servers. '}With ./ in front, it is the name of a file.`,
    naming,
  );
}
