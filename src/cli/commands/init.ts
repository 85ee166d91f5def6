import { init } from '../../actions/init.ts';
import { locationText } from '../../store/location.ts';
import type { InitPlan, InitResult } from '../../store/open.ts';
import { commandLine } from '../../text/shell.ts';
import { confirm } from '../confirm.ts';
import { type Context, storeOptions } from '../context.ts';
import { narrate, printJson } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

/** Adds the command that makes a database or completes one. */
export function addInitCommand(program: CliCommand, run: Runner): void {
  program
    .command('init')
    .helpGroup('Upkeep')
    .summary(init.summary)
    .description(
      'Creates the database, or adds the missing tables and indexes to an existing one. No row is changed or lost. On a large log new indexes take seconds, during which writers wait; it says so and asks first.',
    )
    .example('presents init', 'here')
    .example('presents init --db /srv/gifts/predict_presents.db', 'there')
    .action(run(initialize));
}

async function initialize(context: Context): Promise<void> {
  const { planInit, initDatabase } = await import('../../store/open.ts');
  const { location, io } = context;
  const plan = await planInit(location);
  if (!plan.isNew && plan.additions.length > 0) await confirmAdditions(context, plan);
  // Nothing to add is left to the store as well: between the look and the act another program may have been faster.
  const result = await initDatabase(location, storeOptions(io));
  if (context.format === 'json') {
    const added = result.added.map(({ kind, name }) => ({ kind, name }));
    printJson(context, { databasePath: locationText(location), isNew: result.isNew, added });
  }
  report(context, result);
}

async function confirmAdditions(context: Context, plan: InitPlan): Promise<void> {
  const { title, consequences } = init.question(plan, locationText(context.location));
  for (const line of consequences) narrate(context, line, 'muted');
  await confirm(context, title);
}

function report(context: Context, result: InitResult): void {
  const { isNew, added } = result;
  narrate(context, init.report(result, locationText(context.location)).text);
  if (isNew) {
    const next = context.commandFor('user create');
    if (next !== undefined) narrate(context, `Next: ${next} NAME`, 'muted');
    if (context.location.kind === 'file') narrateUndo(context, ['rm', context.location.path]);
    return;
  }
  const drops = added.filter(({ kind }) => kind === 'index').map(({ name }) => `DROP INDEX ${name};`);
  if (drops.length > 0 && context.location.kind === 'file')
    narrateUndo(context, ['sqlite3', context.location.path, drops.join(' ')]);
}

function narrateUndo(context: Context, words: readonly string[]): void {
  const undo = commandLine(words);
  if (undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}
