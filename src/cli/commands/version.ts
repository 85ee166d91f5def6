import { existsSync } from 'node:fs';
import { arch, platform, release } from 'node:os';
import type { Command } from 'commander';
import { nodeVersion } from '../../files/environment.ts';
import { printable } from '../../text/printable.ts';
import type { CommonOptions, Context } from '../context.ts';
import { printJson, printLines } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { configPlaceOf } from '../settings.ts';
import type { CliCommand } from './cli-command.ts';

/** Width of the longest name. */
const NAME_CELLS = 10;

/** Adds the command that says which program this is, and what it runs on. */
export function addVersionCommand(program: CliCommand, run: Runner, version: string): void {
  program
    .command('version')
    .helpGroup('Upkeep')
    .summary('show the versions of this program and of what it runs on')
    .description(
      'Shows the versions of this program, of Node and of the databases’ drivers, the platform, and the config file.',
    )
    .example('presents version --json', 'for a bug report')
    .action(
      run((context, _options, command: Command) =>
        showVersion(context, version, command.optsWithGlobals<CommonOptions>()),
      ),
    );
}

async function showVersion(context: Context, version: string, options: CommonOptions): Promise<void> {
  const { engineVersions } = await import('../../store/versions.ts');
  const { sqlite, pg } = engineVersions();
  const config = configPlaceOf(context.io, options)?.path ?? null;
  const facts = {
    presents: version,
    node: nodeVersion(),
    sqlite,
    pg,
    platform: `${platform()} ${release()} ${arch()}`,
    config,
  };
  if (context.format === 'json') {
    printJson(context, facts);
    return;
  }
  const configWords =
    config === null ? 'none: there is no home folder' : config + (existsSync(config) ? '' : ' (does not exist)');
  const rows = Object.entries({ ...facts, pg: pg ?? 'not installed; PostgreSQL needs it', config: configWords });
  printLines(
    context,
    rows.map(([name, value]) => `${context.paintOut(name.padEnd(NAME_CELLS), 'muted')}${printable(value)}`),
  );
}
