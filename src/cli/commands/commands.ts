import { UsageError } from '../../model/presents-error.ts';
import { settingsTable } from '../../settings/table.ts';
import { isServerName } from '../../store/location.ts';
import { toAscii } from '../../text/ascii.ts';
import { presentsCommand } from '../../text/shell.ts';
import { databaseWordsOf } from '../context.ts';
import { formatOption } from '../format.ts';
import type { Io } from '../io.ts';
import { createHelpFormatter, leavesOf } from '../print/help.ts';
import { createPaint } from '../print/style.ts';
import { createRunner } from '../runner.ts';
import { nearestCommand } from '../suggest.ts';
import { addAttentionCommand } from './attention.ts';
import { addAuditCommand } from './audit.ts';
import { addCallCommand } from './call.ts';
import { addCallsCommand } from './calls.ts';
import { addCheckCommand } from './check.ts';
import { addCleanupCommands } from './cleanup.ts';
import { CliCommand, type Entry } from './cli-command.ts';
import { addCompletionCommand } from './completion.ts';
import { addConfigCommand } from './config.ts';
import { addCopyCommand } from './copy.ts';
import { addDemoCommand } from './demo.ts';
import { addDoctorCommand } from './doctor.ts';
import { addErrorCommands } from './errors.ts';
import { addInitCommand } from './init.ts';
import { addMaintainCommand } from './maintain.ts';
import { addMetricsCommand } from './metrics.ts';
import { addProductCommands } from './product.ts';
import { addReportCommand } from './report.ts';
import { addStatsCommands } from './stats.ts';
import { addUserCommands } from './user.ts';
import { addVersionCommand } from './version.ts';
import { addWhyCommand } from './why.ts';

const widestHelp = 100;

/** Options that the program is built with. */
export interface ProgramOptions {
  readonly io: Io;
  readonly version: string;
  /** True when help is coloured. */
  readonly color: boolean;
  /** True when help is written in ASCII alone. */
  readonly isAscii: boolean;
  /** Told the exit code of the command that ran. */
  readonly finish: (exitCode: number) => void;
}

/** Builds the table of commands. */
export function buildProgram({ io, version, color, isAscii, finish }: ProgramOptions): CliCommand {
  const shown = isAscii ? toAscii : (text: string) => text;
  const program = new CliCommand('presents')
    .description(
      "The operator's console of the Predictive Gift Selection System: watch its database live, manage its users.",
    )
    .usage('[command] [options]      without a command: the dashboard')
    .exitOverride()
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ formatHelp: createHelpFormatter(createPaint(color)) })
    .configureOutput({
      writeOut: (text) => io.stdout.write(shown(text)),
      writeErr: (text) => io.stderr.write(shown(text)),
      // Faults are thrown as well, and the last catch prints them in its own way.
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(widestHelp, io.stdout.columns || 80),
      getErrHelpWidth: () => Math.min(widestHelp, io.stderr.columns || 80),
    });
  addCommonOptions(program, version);
  const run = createRunner(io, program, finish);
  addUserCommands(program, run);
  addStatsCommands(program, run);
  addCallsCommand(program, run);
  addCallCommand(program, run);
  addErrorCommands(program, run);
  addWhyCommand(program, run);
  addAttentionCommand(program, run);
  addCheckCommand(program, run);
  addReportCommand(program, run);
  addMetricsCommand(program, run);
  addInitCommand(program, run);
  addMaintainCommand(program, run);
  addDoctorCommand(program, run);
  addCopyCommand(program, run);
  addProductCommands(program, run);
  addCleanupCommands(program, run);
  addAuditCommand(program, run);
  addConfigCommand(program, run);
  addCompletionCommand(program, run);
  addVersionCommand(program, run, version);
  addDemoCommand(program, run);
  for (const group of [program, ...program.commands]) refuseUnknownCommands(io, program, group);
  return program;
}

function addCommonOptions(program: CliCommand, version: string): void {
  program
    .option(
      '--db <name>',
      'the database: a file, postgresql://…, service=…, or a name of the config file (default: $PRESENTS_DB, then $DATABASE_PATH, then predict_presents.db here)',
    )
    .option('--json', 'answer with one JSON document')
    .option('--jsonl', 'answer with a JSON document a line (lists only)')
    .option('--csv', 'answer with CSV (tables only)')
    .addOption(formatOption())
    .option('--yes', 'do it without asking')
    .option('--no-color', 'no colours')
    .option('--config <file>', 'the config file (default: $PRESENTS_CONFIG, then ~/.config/presents/config.json)');
  for (const { flag, sentence } of settingsTable) if (flag !== undefined) program.option(flag, optionWords(sentence));
  program
    .option('--view <name>', 'start the dashboard with a saved view, or one of the config file')
    .option('--resume', 'start the dashboard where you left this database')
    .option('--no-ascii', 'draw with all signs')
    .version(version, '--version', 'show the version')
    .example('presents demo', 'see it with invented data and live traffic')
    .example('presents --db /srv/gifts/predict_presents.db', 'watch a database')
    .example('presents user create acme-shop --output acme.key', 'create a user; the key goes to a file, mode 0600')
    .example('presents stats errors --limit 100 --json | jq', 'process the data')
    .section('Exit codes', [
      ['0', 'done'],
      ['1', 'failed, or not found'],
      ['2', 'usage error, or refused'],
      ['3', 'the database is busy or out of reach; try again'],
      ['130', 'interrupted'],
    ])
    .section('Environment', [
      ['PRESENTS_DB', 'the database, unless --db is given: a file, postgresql://… or service=…'],
      ['DATABASE_PATH', 'the same, where PRESENTS_DB is not set'],
      ['PGHOST, …', 'the variables of psql, for what the name of a PostgreSQL server leaves out'],
      ['NO_COLOR', 'no colours, when it is not empty'],
      ['PRESENTS_CONFIG', 'the config file, unless --config is given; /dev/null is none'],
      ...settingsTable.flatMap(({ variable, sentence }): Entry[] =>
        variable === undefined ? [] : [[variable, optionWords(sentence)]],
      ),
      ['LC_ALL, LC_CTYPE, LANG', 'a locale that is not UTF-8: answers and dashboard in ASCII alone'],
      ['TERM', 'linux, vt100 and such: the same; dumb, or nothing: the dashboard is printed once as text'],
      ['TZ', 'the time zone that times are shown in'],
      ['PRESENTS_DEBUG', '1: print a stack trace for bugs'],
    ]);
}

/** A sentence of the manual as the help says it. */
function optionWords(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, '');
}

function refuseUnknownCommands(io: Io, program: CliCommand, group: CliCommand['commands'][number]): void {
  if (group.commands.length === 0) return;
  const path = group === program ? [] : [group.name()];
  group.on('command:*', (operands: readonly string[]) => {
    const commands = leavesOf(program).map((leaf) =>
      [...(leaf.parent === program ? [] : [leaf.parent?.name()]), leaf.name()].join(' '),
    );
    const typed = [...path, ...operands];
    const nearest = nearestCommand(typed, commands);
    const meant = nearest === undefined ? undefined : presentsCommand(databaseWordsOf(io, program.opts()), nearest);
    throw new UsageError(`There is no command "${typed.slice(0, 2).join(' ')}".`, {
      nextStep: isServerName(typed[0] ?? '')
        ? 'Name a database with --db NAME.'
        : meant === undefined
          ? `\`${['presents', ...path].join(' ')} --help\` lists the commands.`
          : `Did you mean \`${meant}\`?`,
    });
  });
}
