import { fileNamed } from '../files/file-named.ts';
import type { FileLocation, Location } from '../model/location.ts';
import { UserError } from '../model/user-error.ts';
import { printable } from '../text/printable.ts';

// A URL, as drivers and frameworks write it, or the words that libpq takes. `./` in front of it makes it a file's name.
const POSTGRES =
  /^\s*(?:(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:|(?:service|host|hostaddr|port|dbname|user|password|sslmode)\s*=)/i;

/**
 * The database that a person named. Throws a UserError (exit code 2) if it cannot be opened or no file can have that name;
 * `source` says where the name came from.
 */
export function locationNamed(name: string, source: string, workingDirectory: () => string): Location {
  refuseServer(name, source);
  return fileAt(fileNamed(name, source, workingDirectory));
}

/** The database that a program named by a path, which is taken as it is. Throws a UserError if it names a server. */
export function locationAt(path: string, source: string): Location {
  refuseServer(path, source, 'path');
  return fileAt(path);
}

/** The database in a file. */
export function fileAt(path: string): FileLocation {
  return { kind: 'file', path };
}

/** A location as it is shown. */
export function locationText(location: Location): string {
  return printable(location.kind === 'file' ? location.path : location.label);
}

/** Returns the words that name a location in a command, valid from any folder. */
export function locationWords(location: Location): readonly string[] {
  return ['--db', location.kind === 'file' ? location.path : location.name];
}

/** Tells whether two locations are the same. */
export function isSameLocation(a: Location, b: Location): boolean {
  return a.kind === b.kind && locationWords(a)[1] === locationWords(b)[1];
}

// The name is not repeated, since it may hold a password.
function refuseServer(name: string, source: string, field?: string): void {
  if (!POSTGRES.test(name)) return;
  throw new UserError(`${source} points to a PostgreSQL server, and only SQLite files can be opened.`, {
    nextStep: 'Name a file; ./ in front of the name makes it one in any case.',
    exitCode: 2,
    ...(field !== undefined && { field }),
  });
}
