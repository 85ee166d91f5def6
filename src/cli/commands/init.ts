import { locationText } from '../../store/location.ts';
import type { InitPlan, InitResult } from '../../store/open.ts';
import { formatCount, formatInterval } from '../../text/format.ts';
import { commandLine } from '../../text/shell.ts';
import { confirm } from '../confirm.ts';
import { type Context, storeOptions } from '../context.ts';
import { narrate, printJson } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

type Additions = InitResult['added'];

/** Adds the command that makes a database or completes one. */
export function addInitCommand(program: CliCommand, run: Runner): void {
  program
    .command('init')
    .helpGroup('Upkeep')
    .summary('create the database, or add what is missing to it')
    .description(
      'Creates the database, or adds to an existing one the tables and indexes that it lacks. No row is ever changed or lost. On a large log new indexes take seconds, in which programs that write wait; it says so and asks.',
    )
    .example('presents init', 'here')
    .example('presents init --db /srv/gifts/predict_presents.db', 'there')
    .action(run(init));
}

async function init(context: Context): Promise<void> {
  const { planInit, initDatabase } = await import('../../store/open.ts');
  const { location, io } = context;
  const plan = await planInit(location);
  if (!plan.isNew && plan.additions.length > 0) await confirmAdditions(context, plan);
  // Nothing to add is left to the store as well: between the look and the act another program may have been faster.
  const result = await initDatabase(location, storeOptions(io));
  if (context.format === 'json') {
    const added = result.added.map(({ kind, name }) => ({ kind, name }));
    printJson(context, { databasePath: location.path, isNew: result.isNew, added });
  }
  report(context, result);
}

async function confirmAdditions(context: Context, { additions, callCount, estimatedSeconds }: InitPlan): Promise<void> {
  narrate(context, `${locationText(context.location)} is there already. This adds to it ${listOf(additions)}.`, 'warn');
  const duration = estimatedSeconds > 0 ? formatInterval(estimatedSeconds * 1000) : 'a moment';
  const size = callCount > 0 ? ` on ${formatCount(callCount)} calls` : '';
  narrate(
    context,
    `It may take ${duration}${size}; programs that write to it wait meanwhile. No row is changed.`,
    'muted',
  );
  await confirm(context, 'Add it?');
}

function report(context: Context, { isNew, added }: InitResult): void {
  const path = locationText(context.location);
  if (isNew) {
    narrate(context, `Created ${path}, which only you can read: ${countOf(added)}.`);
    const next = context.commandFor('user create');
    if (next !== undefined) narrate(context, `Next: ${next} NAME`, 'muted');
    narrateUndo(context, ['rm', context.location.path]);
  } else if (added.length === 0) {
    narrate(context, `${path} has everything already; nothing was changed.`);
  } else {
    narrate(context, `Added to ${path} ${listOf(added)}.`);
    const drops = added.filter(({ kind }) => kind === 'index').map(({ name }) => `DROP INDEX ${name};`);
    if (drops.length > 0) narrateUndo(context, ['sqlite3', context.location.path, drops.join(' ')]);
  }
}

function narrateUndo(context: Context, words: readonly string[]): void {
  const undo = commandLine(words);
  if (undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}

function listOf(additions: Additions): string {
  return additions.map(({ kind, name }) => `the ${kind} ${name}`).join(', ');
}

function countOf(additions: Additions): string {
  const count = (wanted: Additions[number]['kind']) => additions.filter(({ kind }) => kind === wanted).length;
  return `${count('table')} tables, ${count('index')} indexes, ${count('trigger')} trigger`;
}
