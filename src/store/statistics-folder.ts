import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder of the statistics indexes: in XDG_CACHE_HOME where that is a whole path, else in `~/.cache`. */
export function statisticsFolder(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: cache = '' } = env;
  return join(isAbsolute(cache) ? cache : join(env.HOME || homedir(), '.cache'), 'presents', 'index');
}
