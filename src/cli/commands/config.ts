import { existsSync } from 'node:fs';
import { type SettingRow, settingColumns } from '../../columns/settings.ts';
import type { NamedDatabase } from '../../model/settings.ts';
import type { SettingInForce } from '../../settings/settings-in-force.ts';
import { locationText } from '../../store/location.ts';
import { configuredLocation } from '../../store/named-database.ts';
import { errorText } from '../../text/error-text.ts';
import { printable } from '../../text/printable.ts';
import type { CommonOptions, Context } from '../context.ts';
import { narrate, printJson, printListing } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { configPlaceOf, readSettings } from '../settings.ts';
import type { CliCommand } from './cli-command.ts';

/** Adds the command that shows the settings. */
export function addConfigCommand(program: CliCommand, run: Runner): void {
  program
    .command('config')
    .helpGroup('Upkeep')
    .summary('show every setting that holds, and where it comes from')
    .description(
      'Shows every setting: its value, and whether it comes from an option, the environment, the config file or the defaults. Passwords are never shown. docs/configuration.md explains them; in a config file comments are allowed.',
    )
    .example('presents config', 'what holds, and the path of the config file')
    .example('presents config --json', 'for a script')
    .action(
      run(
        (context, _options, command) => showConfig(context, command.optsWithGlobals<CommonOptions>()),
        ['csv', 'jsonl'],
      ),
    );
}

async function showConfig(context: Context, options: CommonOptions): Promise<void> {
  const { io } = context;
  const rows = readSettings(io, options).flatMap((one) => rowsOf(context, one));
  const path = configPlaceOf(io, options)?.path ?? null;
  const isThere = path !== null && existsSync(path);
  if (context.format === 'json') {
    printJson(context, { file: path, exists: isThere, settings: rows });
    return;
  }
  printListing(context, { columns: settingColumns, rows, whenEmpty: '' });
  if (context.format !== 'text') return;
  if (path === null) narrate(context, 'There is no home folder for a config file.', 'muted');
  else narrate(context, `Config file: ${printable(path)}${isThere ? '' : ' (does not exist)'}`, 'muted');
}

/** A setting as a row; of what a person named one each, so that they can be read. */
function rowsOf(context: Context, { setting, value, origin, place }: SettingInForce): readonly SettingRow[] {
  const { name, kind } = setting;
  const shown = kind.shown(value);
  if (typeof shown !== 'object' || shown === null) return [{ name, value: shown, origin, place }];
  const entries =
    name === 'databases'
      ? Object.entries(context.settings.databases).map(([key, one]) => [key, shownDatabase(context, key, one)] as const)
      : Object.entries(shown);
  if (entries.length === 0) return [{ name, value: {}, origin, place }];
  return entries.map(([key, one]) => ({ name: `${name}.${key}`, value: one, origin, place }));
}

// Only the text of a location that was read may be shown: what is no name of a server may hold a password anywhere.
function shownDatabase({ io }: Context, name: string, entry: NamedDatabase): unknown {
  const naming = { source: name, env: io.env, workingDirectory: () => io.cwd };
  const { word, color, readOnly } = entry;
  try {
    return { location: locationText(configuredLocation(name, entry, naming)), word, color, readOnly };
  } catch (error) {
    return { fault: errorText(error), word, color, readOnly };
  }
}
