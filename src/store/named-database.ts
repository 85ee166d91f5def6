import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { homeFolder } from '../files/home-folder.ts';
import type { Location } from '../model/location.ts';
import { PresentsError } from '../model/presents-error.ts';
import type { NamedDatabase, Settings } from '../model/settings.ts';
import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import { databaseIdentity, fileAt, isServerName, locationNamed, type Naming } from './location.ts';

/** A database by its location, and the entry of the config file about it, if there is one. */
export interface ChosenDatabase {
  readonly location: Location;
  readonly entry?: NamedDatabase & { readonly name: string };
  /** True if it was chosen by the name that the config file gives it. */
  readonly isByName: boolean;
}

type Databases = Settings['databases'];

/**
 * The database that a person named: by a name of the config file, else as everywhere. Whatever the config file says of a database holds for it
 * however it is named. Throws a PresentsError (exit code 2).
 */
export function databaseNamed(name: string, databases: Databases, naming: Naming): ChosenDatabase {
  const entry = Object.hasOwn(databases, name) ? databases[name] : undefined;
  if (entry !== undefined) {
    return { location: configuredLocation(name, entry, naming), entry: { ...entry, name }, isByName: true };
  }
  const location = locationNamed(name, naming);
  refuseNearMiss(name, location, databases);
  return databaseAt(location, databases, naming);
}

// A word that is almost the name of a database is no file that somebody meant; ./ in front makes it one.
function refuseNearMiss(name: string, location: Location, databases: Databases): void {
  if (location.kind !== 'file' || /[./]/.test(name)) return;
  const meant = nearest(name, Object.keys(databases));
  if (meant === undefined || statOrNone(location.path) !== undefined) return;
  throw new PresentsError(`There is no database “${printable(name)}”, neither in the config file nor in this folder.`, {
    code: 'not_found',
    nextStep: `Did you mean “${meant}”?`,
    exitCode: 2,
  });
}

/** The database at a location. */
export function databaseAt(location: Location, databases: Databases, naming: Naming): ChosenDatabase {
  const identity = identityOf(location);
  const known = Object.entries(databases).find(([name, entry]) => {
    // Names of servers are read only where one may be meant: that asks files and variables.
    if ((location.kind === 'server') !== isServerName(entry.location)) return false;
    if (location.kind === 'file') return identityOf(fileAt(withHomeFolder(entry.location, naming))) === identity;
    const other = locationOrNone(name, entry, naming);
    return other !== undefined && identityOf(other) === identity;
  });
  const [name, entry] = known ?? [];
  return { location, ...(name !== undefined && entry && { entry: { ...entry, name } }), isByName: false };
}

/** The location of a database of the config file. Throws a PresentsError if it is no name of a database. */
export function configuredLocation(name: string, { location }: NamedDatabase, naming: Naming): Location {
  return locationNamed(withHomeFolder(location, naming), { ...naming, source: `databases.${name} of the config file` });
}

function withHomeFolder(location: string, { env }: Naming): string {
  const home = location.startsWith('~/') ? homeFolder(env) : undefined;
  return home === undefined ? location : join(home, location.slice(2));
}

function locationOrNone(name: string, entry: NamedDatabase, naming: Naming): Location | undefined {
  try {
    return configuredLocation(name, entry, naming);
  } catch (error) {
    // It is told to who opens it.
    if (error instanceof PresentsError) return undefined;
    throw error;
  }
}

function identityOf(location: Location): string {
  if (location.kind !== 'file') return databaseIdentity(location);
  // A link and the file that it leads to are one.
  const stats = statOrNone(location.path);
  return stats === undefined ? location.path : `${stats.dev}:${stats.ino}`;
}

function statOrNone(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Whoever opens it meets the fault.
    return undefined;
  }
}
