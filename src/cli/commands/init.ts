import { Option } from 'commander';
import { init } from '../../actions/init.ts';
import { locationText } from '../../store/location.ts';
import type { InitPlan, InitResult, InitWishes } from '../../store/open.ts';
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
    .changing()
    .helpGroup('Upkeep')
    .summary(init.summary)
    .description(
      'Creates the database, or adds the missing tables and indexes to an existing one. No row is changed or lost. On a large log new indexes take seconds; it says so, and how long writers wait, and asks first.',
    )
    .addOption(
      new Option('--partitions <size>', 'on a server: divide the log by this much time (default: week)').choices([
        'day',
        'week',
        'month',
        'none',
      ]),
    )
    .option('--roles', 'on a server: make the roles presents_reader, presents_operator and presents_api')
    .example('presents init', 'here')
    .example('presents init --db /srv/gifts/predict_presents.db', 'there')
    .example('presents init --db postgresql://db.internal/gifts --roles', 'on a PostgreSQL server, with roles')
    .action(run<InitWishes>(initialize));
}

async function initialize(context: Context, { partitions, roles }: InitWishes): Promise<void> {
  const { planInit, initDatabase } = await import('../../store/open.ts');
  const { location, io } = context;
  const wishes = { partitions, roles };
  const plan = await planInit(location, wishes, io.now());
  if (!plan.isNew && plan.additions.length > 0) await confirmAdditions(context, plan);
  // Nothing to add is left to the store as well: between the look and the act another program may have been faster.
  const result = await initDatabase(location, { ...storeOptions(io), ...wishes });
  if (context.format === 'json') {
    const added = result.added.map(({ kind, name }) => ({ kind, name }));
    const { isNew, roles: granted } = result;
    printJson(context, { databasePath: locationText(location), isNew, added, ...(granted && { roles: granted }) });
  }
  report(context, result);
}

async function confirmAdditions(context: Context, plan: InitPlan): Promise<void> {
  const { title, consequences } = init.question(plan, locationText(context.location));
  for (const line of consequences) narrate(context, line, 'muted');
  await confirm(context, title);
}

function report(context: Context, result: InitResult): void {
  const { isNew, added, roles = [] } = result;
  const { location } = context;
  const shown = { name: locationText(location), isFile: location.kind === 'file' };
  const { text, hasChanged } = init.report(result, shown);
  if (hasChanged || roles.length === 0) narrate(context, text);
  for (const granted of init.grantReports(roles)) narrate(context, granted.text, granted.tone);
  if (roles.length > 0)
    narrate(
      context,
      `A login for one of them: CREATE ROLE alice LOGIN PASSWORD '…' IN ROLE presents_operator;`,
      'muted',
    );
  if (isNew) {
    const next = context.commandFor('user create');
    if (next !== undefined) narrate(context, `Next: ${next} NAME`, 'muted');
  }
  narrateUndo(context, { isNew, added });
}

// On a server its administrator chooses how to undo it: rows may have come meanwhile.
function narrateUndo(context: Context, { isNew, added }: Pick<InitResult, 'isNew' | 'added'>): void {
  const { location } = context;
  if (location.kind !== 'file') return;
  const drops = added.filter(({ kind }) => kind === 'index').map(({ name }) => `DROP INDEX ${name};`);
  const words = isNew ? ['rm', location.path] : drops.length > 0 ? ['sqlite3', location.path, drops.join(' ')] : [];
  const undo = words.length > 0 ? commandLine(words) : undefined;
  if (undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}
