import type { Command } from 'commander';
import type { Changed } from '../../actions/bulk.ts';
import { type BulkTriage, ignoreMany, reopenMany, resolveMany } from '../../actions/bulk-triage.ts';
import { note } from '../../actions/note.ts';
import type { DecidedGroup, GroupAction, TriageAction, Triaged, TriageRef } from '../../actions/triage.ts';
import type { ErrorGroup } from '../../model/error-group.ts';
import { PresentsError, UsageError } from '../../model/presents-error.ts';
import type { Store } from '../../store/store.ts';
import { printable } from '../../text/printable.ts';
import { presentsCommand } from '../../text/shell.ts';
import { countOrAll, hoursBack } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrate, printJson } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { type WatchOptions, watchable, watchOption } from '../watch/watch.ts';
import { whereOption, windowOf } from '../where.ts';
import { actOnMany } from './bulk.ts';
import type { CliCommand } from './cli-command.ts';
import { type GroupListOptions, showErrorGroups } from './group-list.ts';

/** Adds the commands that list groups of failed calls and keep what was decided about them. */
export function addErrorCommands(program: CliCommand, run: Runner): void {
  const errors = program
    .command('errors')
    .description('Groups of failed calls with one problem each, and what was decided about them.');
  errors
    .command('list')
    .helpGroup('Errors')
    .summary('list groups of failed calls, the worst first')
    .description(
      'Lists the failed calls (status 400 and above) of the last hours in groups of one problem each, the worst first.',
    )
    .option('--hours <n>', 'how far to look back', hoursBack, 24)
    .option('--limit <n>', 'how many groups; all or 0 for every one', countOrAll, 50)
    .addOption(whereOption())
    .addOption(watchOption())
    .example('presents errors list --hours 168', 'the last week')
    .example("presents errors list --where 'is:new,rising,regressed' --json", 'what wants attention')
    .action(run<GroupListOptions & WatchOptions>(watchable(showErrorGroups), ['csv', 'jsonl']));
  addDecision(errors, run, resolveMany, 'It is REGRESSED when it comes again.');
  addDecision(errors, run, ignoreMany, 'The dashboard hides it until it is RISING.');
  addDecision(errors, run, reopenMany, 'It is in the list as before.');
  addGroupCommand(errors, note, 'Keeps a note about a group of errors; without a text it takes the note away.')
    .usage('GROUP [TEXT …]')
    .argument('[TEXT...]')
    .example("presents errors note 3f2a1b0c 'bad ages from wunschzettel-app'", 'keep a note')
    .action(run((context, _options, command) => writeNote(context, command)));
}

function addDecision(errors: CliCommand, run: Runner, bulk: BulkTriage, effect: string): void {
  const { command, summary } = bulk.action;
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}`;
  addGroupCommand(errors, { command, summary }, `${sentence}. ${effect}`, '[GROUP...]')
    .usage('GROUP...')
    .example(`presents ${command} 3f2a1b0c`, '`presents errors list` tells the groups')
    .action(run((context, _options, line) => decide(context, line, bulk)));
}

function addGroupCommand(
  errors: CliCommand,
  { command, summary }: Pick<TriageAction, 'command' | 'summary'>,
  description: string,
  operand = '[GROUP]',
): CliCommand {
  return errors
    .command(command.split(' ').at(-1) ?? command)
    .changing()
    .helpGroup('Errors')
    .summary(summary)
    .description(`${description} Only files of your own are written.`)
    .argument(operand);
}

async function decide(context: Context, line: Command, bulk: BulkTriage): Promise<void> {
  const { action } = bulk;
  const names = groupsNamed(line);
  const [name = ''] = names;
  if (names.length > 1) return decideMany(context, names, bulk);
  await context.withStore(
    async (store) => {
      const group = await findGroup(store, name);
      const reason = action.unavailable(group);
      if (reason === undefined) return tell(context, action, await action.run(store, { group, at: context.io.now() }));
      if (context.format === 'json') printJson(context, { group: group.id, changed: false });
      narrate(context, `${reason.replace(/\.$/u, '')}; nothing was changed.`, 'warn');
    },
    { mayUseIndex: true },
  );
}

async function decideMany(context: Context, names: readonly string[], bulk: BulkTriage): Promise<void> {
  await context.withStore(
    async (store) => {
      const subjects: ErrorGroup[] = [];
      for (const name of names) subjects.push(await findGroup(store, name));
      await actOnMany(
        context,
        store,
        { bulk, subjects },
        {
          document: ({ id }, changed) => ({ group: id, changed: changed !== undefined }),
          undoCommand: (done) => commandToUndo(context, bulk, done),
        },
      );
    },
    { mayUseIndex: true },
  );
}

/** The command that takes decisions back; undefined where groups were in different states before. */
function commandToUndo(
  { databaseWords }: Context,
  { action }: BulkTriage,
  done: readonly Changed<TriageRef, DecidedGroup, Triaged>[],
): string | undefined {
  const commands = new Set(done.map(({ result }) => action.undoCommand(result)[0]));
  const [command] = commands;
  if (command === undefined || commands.size > 1) return undefined;
  return presentsCommand(
    databaseWords,
    command,
    done.map(({ subject }) => subject.id),
  );
}

async function writeNote(context: Context, line: Command): Promise<void> {
  const name = groupNamed(line.args[0]);
  const text = line.args.slice(1).join(' ');
  await context.withStore(
    async (store) => {
      const group = await findGroup(store, name);
      tell(context, note, await note.run(store, { group, note: text.trim() }));
    },
    { mayUseIndex: true },
  );
}

function tell<Result extends Triaged>(
  context: Context,
  { report, undoCommand }: Pick<GroupAction<never, Result>, 'report' | 'undoCommand'>,
  result: Result,
): void {
  const { text, tone, hasChanged } = report(result);
  if (context.format === 'json') printJson(context, { group: result.group.id, changed: hasChanged });
  narrate(context, text, tone);
  const [command, ...operands] = undoCommand(result);
  const undo = presentsCommand(context.databaseWords, command, operands);
  if (hasChanged && undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}

const findGroups = { nextStep: 'List the groups to find it.', command: 'errors list' } as const;

/** The groups of the command line, each once, and at least one. */
function groupsNamed({ args: [first, ...others] }: Command): readonly string[] {
  return [...new Set([groupNamed(first), ...others.map(groupNamed)])];
}

/** A group as hex digits in small letters. */
function groupNamed(name: string | undefined): string {
  if (name === undefined) throw new UsageError('Which group?', findGroups);
  if (/^[0-9a-f]{4,8}$/iu.test(name)) return name.toLowerCase();
  throw new UsageError(
    `“${printable(name, 40)}” is no group: a group has 8 hex digits, of which 4 are enough.`,
    findGroups,
  );
}

/** The group to decide about. Throws a PresentsError if there is none, or if no decision outlasts the command. */
async function findGroup(store: Store, name: string): Promise<ErrorGroup> {
  if (!(await store.errorGroups.keepsTriage())) {
    throw new PresentsError(
      'There is no place of yours to keep it in: only you may be able to write its folder and its file.',
      { code: 'refused', nextStep: 'Let XDG_STATE_HOME name a folder of yours that nobody else can write.' },
    );
  }
  const { rows } = await store.errorGroups.list({
    filter: `group:${name}`,
    window: windowOf({ from: null, to: null }),
    sort: 'last',
    descending: true,
    offset: 0,
    limit: 3,
    anchorId: null,
    bucketCount: 1,
  });
  const [group, other] = rows;
  if (group === undefined) {
    throw new PresentsError(`No call of the log is in a group ${name}.`, {
      code: 'not_found',
      nextStep: 'List the groups to find it.',
      command: 'errors list',
    });
  }
  if (other === undefined) return group;
  const ids = rows.map(({ id }) => id).join(', ');
  throw new UsageError(`Several groups begin with ${name}: ${ids}.`, { nextStep: 'Give more digits.' });
}
