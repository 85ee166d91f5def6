import process from 'node:process';

/** The variables of the process, for what a program does not name by itself. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** The version of Node that runs the program. */
export function nodeVersion(): string {
  return process.versions.node;
}

/** The words that start this program from any folder: Node, and the file that it runs. */
export function ownCommand(): readonly string[] {
  return [process.execPath, ...process.argv.slice(1, 2)];
}

/** Tells whether stack traces name the lines of the sources, as `node --enable-source-maps` makes them. */
export function areSourceMapsUsed(): boolean {
  return process.sourceMapsEnabled;
}
