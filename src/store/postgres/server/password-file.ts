import { readFileSync, statSync } from 'node:fs';
import type { ServerAddress, ServerLocation } from '../../../model/location.ts';

const OTHERS = 0o077;
/** Folders of sockets that `.pgpass` knows as this machine. */
const DEFAULT_SOCKET_FOLDERS: readonly string[] = ['/var/run/postgresql', '/run/postgresql', '/tmp'];

/** A password, or the reason why there is none; neither if nothing was found. */
export interface FoundPassword {
  readonly password?: string;
  /** Reason why the file is not used, as a sentence. */
  readonly fault?: string;
}

/** Looks the password for a server up in the file of the location: `host:port:database:user:password` a line, `*` for any. */
export function findPassword(location: ServerLocation, { host, port }: ServerAddress): FoundPassword {
  const { passwordFile: path, database, user } = location;
  if (path === undefined) return {};
  const text = readOwnFile(path);
  if (typeof text !== 'string') return text;
  const place = DEFAULT_SOCKET_FOLDERS.includes(host) ? 'localhost' : host;
  const wanted = [place, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = fieldsOf(line);
    const password = fields[wanted.length];
    if (password !== undefined && wanted.every((value, index) => ['*', value].includes(fields[index] ?? ''))) {
      return { password };
    }
  }
  return {};
}

function readOwnFile(path: string): string | FoundPassword {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return {};
    if ((stats.mode & OTHERS) !== 0) {
      return {
        fault: `The password file ${path} is not used since others can read it; chmod 600 keeps it for you alone.`,
      };
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? {} : { fault: `The password file ${path} cannot be read.` };
  }
}

// A backslash stands before a colon or a backslash that belongs to a field.
function fieldsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g), ([, field = '']) => field.replace(/\\(.)/g, '$1'));
}
