import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/** Surroundings of a path that is typed. */
export interface PathSurroundings {
  readonly home: string | undefined;
  readonly workingDirectory: () => string;
}

/** Completion of a typed path: the text as far as it is certain, and every text that it may become. */
export interface PathCompletion {
  readonly text: string;
  /** Whole texts in the order of their names; those of folders end with a slash. */
  readonly candidates: readonly string[];
}

/** The path with the home folder in place of `~` or `~user` at its beginning, as shells do it; as it is if there is none. */
export function withHome(path: string, home: string | undefined): string {
  const [, user = '', rest = ''] = /^~([^/]*)(\/.*)?$/s.exec(path) ?? [];
  if (!path.startsWith('~')) return path;
  const folder = user === '' ? home : homeOf(user);
  return folder === undefined ? path : `${folder}${rest}`;
}

/**
 * Completes a path as shells do: as far as all names agree that begin like its last part. Hidden ones count only where a dot is typed, and a
 * name that is not UTF-8 never, since nobody can type it.
 */
export async function completePath(
  text: string,
  { home, workingDirectory }: PathSurroundings,
): Promise<PathCompletion> {
  if (/^~[^/]*$/.test(text) && withHome(text, home) !== text) return { text: `${text}/`, candidates: [`${text}/`] };
  const typedFolder = text.slice(0, text.lastIndexOf('/') + 1);
  const beginning = text.slice(typedFolder.length);
  const folder = withHome(typedFolder, home);
  const pathOf = () => (isAbsolute(folder) ? folder : join(workingDirectory(), folder));
  const names = await namesIn(pathOf, beginning);
  const candidates = names.map((name) => `${typedFolder}${name}`);
  return { text: candidates.length === 0 ? text : commonBeginning(candidates), candidates };
}

async function namesIn(pathOf: () => string, beginning: string): Promise<readonly string[]> {
  try {
    const folder = pathOf();
    const entries = await readdir(folder, { withFileTypes: true });
    const fitting = entries.filter(
      ({ name }) =>
        name.startsWith(beginning) && (beginning.startsWith('.') || !name.startsWith('.')) && !name.includes('\ufffd'),
    );
    const names = await Promise.all(
      fitting.map(async (entry) => {
        const isFolder =
          entry.isDirectory() || (entry.isSymbolicLink() && (await isFolderAt(join(folder, entry.name))));
        return `${entry.name}${isFolder ? '/' : ''}`;
      }),
    );
    return names.sort((one, other) => (one < other ? -1 : 1));
  } catch {
    // No folder, or none that may be looked into, or the working directory is gone: nothing to complete.
    return [];
  }
}

async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // A link that leads nowhere.
    return false;
  }
}

function commonBeginning(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  // Not the half of a character.
  return first.slice(0, length).toWellFormed() === first.slice(0, length)
    ? first.slice(0, length)
    : first.slice(0, length - 1);
}

function homeOf(user: string): string | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((one) => one.startsWith(`${user}:`));
    return line?.split(':')[5] || undefined;
  } catch {
    return undefined;
  }
}
