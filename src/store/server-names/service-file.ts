import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeFolder } from '../../files/home-folder.ts';
import { printable } from '../../text/printable.ts';
import { type Naming, refusal } from './naming.ts';
import { type Settings, settingsOf, type Written } from './parameters.ts';

const SYSTEM_FOLDER = '/etc/postgresql-common';

/**
 * The settings of a service, from the first of the service files that has it: the named one or `~/.pg_service.conf`, then the
 * system's. Throws a PresentsError if none has it, or a file cannot be read.
 */
export function readService(service: string, file: string | undefined, naming: Naming): Settings {
  const home = homeFolder(naming.env);
  const own = file ?? (home && join(home, '.pg_service.conf'));
  const system = join(naming.env.PGSYSCONFDIR || SYSTEM_FOLDER, 'pg_service.conf');
  const files = own === undefined ? [system] : [own, system];
  for (const path of files) {
    const text = readText(path, naming);
    const written = text && sectionOf(text, service, path, naming);
    if (written) return settingsOf(written, { ...naming, source: `the service ${printable(service)}` }, false);
  }
  throw refusal(
    `There is no service "${printable(service)}" in ${files.map((path) => printable(path)).join(' or ')}.`,
    `Add [${printable(service)}] with host=… and dbname=… to the file, or name another file with PGSERVICEFILE.`,
    naming,
  );
}

function readText(path: string, naming: Naming): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) {
      return undefined;
    }
    throw refusal(
      `The service file ${printable(path)} cannot be read.`,
      'Make it readable, or name another one with PGSERVICEFILE.',
      naming,
    );
  }
}

/** The lines below `[service]` as they were written, or undefined if there are none. */
function sectionOf(text: string, service: string, path: string, naming: Naming): Written | undefined {
  let found: [string, string][] | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      if (found) return found;
      if (line === `[${service}]`) found = [];
    } else if (found) {
      const [name = '', ...value] = line.split('=');
      if (value.length === 0 || name.trim() === 'service') {
        throw refusal(
          `Line ${index + 1} of the service file ${printable(path)} is not NAME=VALUE.`,
          'A service is a line [NAME] and lines such as host=… and dbname=… below it.',
          naming,
        );
      }
      found.push([name.trim(), value.join('=').trim()]);
    }
  }
  return found;
}
