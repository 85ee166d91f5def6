import module from 'node:module';
import { dirname } from 'node:path';
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

/** The variables for a thread of the process: it loads compiled code from the process's own cache, if that has one. */
export function threadEnvironment(): NodeJS.ProcessEnv {
  // By name it cannot be imported on a Node that is too old, which must load this to be told so.
  const ofThisNode = module.getCompileCacheDir();
  // Node keeps code in a folder of its version, whose name it adds itself.
  return ofThisNode === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(ofThisNode) };
}
