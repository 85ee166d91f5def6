import type { Command } from 'commander';
import type { Location } from '../../model/location.ts';
import { detailsOf, PresentsError, UsageError } from '../../model/presents-error.ts';
import { countWords } from '../../store/copy/plan.ts';
import { locationText, locationWords } from '../../store/location.ts';
import { databaseNamed } from '../../store/named-database.ts';
import type { CopyPlan, CopyReport, CopySides } from '../../store/open-copy.ts';
import { readOnlyReason, readOnlyRefusal } from '../../store/read-only-store.ts';
import { formatCount, formatInterval, formatWholeShare } from '../../text/format.ts';
import { commandLine } from '../../text/shell.ts';
import { confirm } from '../confirm.ts';
import { type Context, storeOptions, warningsAbout } from '../context.ts';
import { narrate } from '../print/print.ts';
import { createProgressLine } from '../print/progress.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';
import { type CopyOutcome, exitCodeOf, reportCopy } from './copy-report.ts';

interface CopyCommandOptions {
  readonly from: string;
  readonly to: string;
}

/** The two databases of a copy, and the command that goes on with it. */
interface Route {
  readonly from: Location;
  readonly to: Location;
  /** Sentence why nothing can be changed in the target; undefined if it can. */
  readonly readOnlyReason: string | undefined;
  readonly again: string | undefined;
}

/** Adds the command that copies a database into another. */
export function addCopyCommand(program: CliCommand, run: Runner): void {
  program
    .command('copy')
    .helpGroup('Upkeep')
    .summary('copy a database into a new one, also into another engine')
    .description(
      'Copies users, products, audit entries and calls into an empty database, file or server, and compares both sides. The source is only read. After an interruption the same command goes on where it stopped; run again later, it brings what is new. Rows that do not fit are kept in the table presents_copy_rejected of the target.',
    )
    .requiredOption('--from <database>', 'the database to read')
    .requiredOption('--to <database>', 'an empty database, or one that does not exist yet')
    .example('presents copy --from gifts.db --to postgresql://gifts@db.example/gifts', 'to a server')
    .example('presents copy --from postgresql://gifts@db.example/gifts --to copy.db', 'back to a file')
    .action(run<CopyCommandOptions>(copy, ['csv']));
}

async function copy(context: Context, options: CopyCommandOptions, command: Command): Promise<number> {
  if (command.optsWithGlobals<{ readonly db?: string }>().db !== undefined) {
    throw new UsageError('copy takes its databases from --from and --to.', {
      nextStep: 'Leave --db out.',
    });
  }
  const { withCopySides, planCopy } = await import('../../store/open-copy.ts');
  const route = routeOf(context, options);
  if (route.readOnlyReason !== undefined) throw readOnlyRefusal(route.readOnlyReason);
  return await withCopySides({ ...route, options: storeOptions(context.io) }, async (sides) => {
    const plan = await planCopy(sides.source, sides.target);
    await ask(context, sides, plan);
    const begunMs = performance.now();
    const report = await runCopy(context, { sides, plan, route });
    const outcome: CopyOutcome = { sides, plan, report, elapsedMs: performance.now() - begunMs, again: route.again };
    reportCopy(context, outcome);
    return exitCodeOf(report);
  }).catch((error: unknown) => {
    throw error instanceof PresentsError ? aboutBothSides(error) : error;
  });
}

/** An error about one of the two sides: what helps a command with one database, `--db`, is not said. */
function aboutBothSides(error: PresentsError): PresentsError {
  const { message, command, option } = error;
  const isOurs = command === undefined && !option?.startsWith('--db ');
  return new PresentsError(message, { ...detailsOf(error), command: undefined, option: isOurs ? option : undefined });
}

function routeOf(context: Context, options: CopyCommandOptions): Route {
  const { io, settings } = context;
  const locate = (side: 'from' | 'to') =>
    databaseNamed(options[side], settings.databases, {
      source: `--${side}`,
      env: io.env,
      workingDirectory: () => io.cwd,
    });
  const [{ location: from }, target] = [locate('from'), locate('to')];
  const { location: to } = target;
  for (const side of ['from', 'to'] as const) {
    for (const warning of warningsAbout(`--${side}`, options[side])) narrate(context, warning, 'warn');
  }
  const words = ['--from', nameOf(from), '--to', nameOf(to)];
  return {
    from,
    to,
    readOnlyReason: readOnlyReason(settings, target),
    again: commandLine(['presents', 'copy', ...words]),
  };
}

function nameOf(location: Location): string {
  return locationWords(location)[1] ?? locationText(location);
}

function ask(context: Context, { source, target }: CopySides, plan: CopyPlan): Promise<void> {
  const what = countWords(plan.rows) || 'no rows';
  if (plan.goesOn)
    narrate(context, `An earlier copy of ${source.name} is in ${target.name}: this one goes on with it.`, 'muted');
  const question = plan.goesOn
    ? `Copy what is missing, about ${formatCount(plan.rowsLeft)} rows, from ${source.name} to ${target.name}?`
    : `Copy ${what} from ${source.name} to ${target.name}?`;
  const duration = formatInterval(Math.max(1, plan.estimatedSeconds) * 1000);
  return confirm(context, `${question} It takes about ${duration}. The source is only read.`);
}

interface Run {
  readonly sides: CopySides;
  readonly plan: CopyPlan;
  readonly route: Route;
}

async function runCopy({ io, settings }: Context, { sides, plan, route }: Run): Promise<CopyReport> {
  const { copyDatabase } = await import('../../store/open-copy.ts');
  const signal = io.interrupted;
  const line = createProgressLine({ io, settings });
  const begunMs = performance.now();
  let hasBegun = false;
  try {
    return await copyDatabase({
      ...sides,
      signal,
      onProgress: ({ step, table, copiedRows, share }) => {
        hasBegun = true;
        const rate = Math.round((1000 * copiedRows) / Math.max(1, performance.now() - begunMs));
        const rows = `${formatCount(copiedRows)} of ${formatCount(Math.max(copiedRows, plan.rowsLeft))} rows, ${formatCount(rate)} a second`;
        line.show(
          step === 'copying'
            ? `Copying ${table.rows}: ${rows} … Ctrl-C stops, the same command goes on`
            : `Comparing ${table.rows}: ${formatWholeShare(share)} … Ctrl-C stops`,
        );
      },
    });
  } catch (error) {
    throw hasBegun && error instanceof PresentsError ? withWayOn(error, route) : error;
  } finally {
    line.clear();
  }
}

/** An error in the middle of a copy, with how to go on after it. */
function withWayOn(error: PresentsError, { again }: Route): PresentsError {
  const { message, nextStep } = error;
  const wayOn = `Whatever was copied stays; go on with ${again === undefined ? 'the same command' : `\`${again}\``}.`;
  return new PresentsError(message, {
    ...detailsOf(error),
    nextStep: [nextStep, wayOn].join(' ').trim(),
    command: undefined,
    option: undefined,
  });
}
