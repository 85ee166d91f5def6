import type { Command } from 'commander';
import { type BulkActivation, deactivateMany, reactivateMany } from '../../actions/bulk-activation.ts';
import { createUser } from '../../actions/create-user.ts';
import { newKey } from '../../actions/new-key.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { User } from '../../model/user.ts';
import { requireUsername } from '../../store/checks/user-faults.ts';
import type { Store } from '../../store/store.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { usersCommand } from '../../text/shell.ts';
import { once, usernameOf, usernamesOf, userOf } from '../arguments.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { requireFormat } from '../format.ts';
import { issueKey } from '../print/issued-key.ts';
import { narrate, printJson } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { actOnMany } from './bulk.ts';
import type { CliCommand } from './cli-command.ts';
import { createFromFile, fromFileOption } from './create-users.ts';
import { addUserList } from './user-list.ts';

interface KeyOptions {
  readonly output?: string;
  readonly fromFile?: string;
}

/** Texts of a command that takes a username. */
interface NamedCommand {
  readonly action: { readonly command?: string; readonly summary: string };
  readonly description: string;
}

/** Adds the commands that manage the API's users. */
export function addUserCommands(program: CliCommand, run: Runner): void {
  const user = program.command('user').description("Manages the API's users.");
  addUserList(user, run);
  addIssuingCommands(user, run);
  addActivation(user, run, deactivateMany, "Stops accepting a user's key from now on. Nothing is deleted.")
    .example('presents user deactivate acme-shop', '`presents user reactivate acme-shop` undoes it')
    .example('presents user deactivate acme-shop client1 client2', 'several, after one question');
  addActivation(user, run, reactivateMany, "Accepts a user's key again.").example(
    'presents user reactivate --username acme-shop',
    'the name may be an option',
  );
}

function addActivation(group: CliCommand, run: Runner, bulk: BulkActivation, description: string): CliCommand {
  const several = 'Each of several users is a change of its own: a failure leaves those before it done.';
  return addChoosingCommand(group, { action: bulk.action, description: `${description} ${several}` }, 'NAME...')
    .usage('NAME... [options]')
    .action(run(activation(bulk)));
}

function addIssuingCommands(user: CliCommand, run: Runner): void {
  const output = ['--output <file>', 'write the key to a new file, mode 0600, instead of printing it'] as const;
  addNamedCommand(user, {
    action: createUser,
    description: 'Creates a user and prints the API key, once: the database keeps only its hash.',
  })
    .option(...output, once)
    .addOption(fromFileOption())
    .example('presents user create acme-shop', 'print the key')
    .example('presents user create acme-shop --output acme.key', 'keep it off the screen')
    .example('presents user create --from-file names.txt --output keys.csv', 'many at once, all or none')
    .action(run<KeyOptions>(create, ['csv', 'jsonl']));
  addChoosingCommand(user, {
    action: newKey,
    description: "Replaces a user's key. The old key stops working immediately; this cannot be undone.",
  })
    .option(...output, once)
    .example('presents user regenerate-key acme-shop --yes --output acme.key', 'in a script')
    .action(run<KeyOptions>(regenerateKey));
}

function addNamedCommand(
  group: CliCommand,
  { action, description }: NamedCommand,
  operand: 'NAME' | 'NAME...' = 'NAME',
): CliCommand {
  const { command = '', summary } = action;
  return group
    .command(command.split(' ').at(-1) ?? command)
    .changing()
    .helpGroup('Users')
    .summary(summary)
    .description(description)
    .usage('NAME [options]')
    .argument(`[${operand}]`)
    .option('--username <name>', 'the user, instead of NAME', once);
}

/** A command about a user who is there, and who may be named by id. */
function addChoosingCommand(group: CliCommand, named: NamedCommand, operand: 'NAME' | 'NAME...' = 'NAME'): CliCommand {
  return addNamedCommand(group, named, operand).option(
    '--id <id>',
    'the user’s id, when several users share a name',
    once,
  );
}

async function create(context: Context, options: KeyOptions, command: Command): Promise<void> {
  const { output, fromFile } = options;
  if (fromFile !== undefined) return createFromFile(context, { ...options, fromFile }, command);
  requireFormat(command, context.format, []);
  // Before the database is opened: no user can have such a name in any.
  const username = requireUsername(usernameOf(command));
  await issueKey(context, createUser, {
    act: uninterrupted(context, (store) => createUser.run(store, username)),
    output,
  });
}

async function regenerateKey(context: Context, { output }: KeyOptions, command: Command): Promise<void> {
  const who = userOf(command);
  const known = await context.withStore((store) => store.users.find(who));
  // Where there is no such user, the action says so in its own words, and there is nothing to ask.
  if (known !== undefined) {
    const { title, consequences } = newKey.question(known);
    await confirm(context, [title, ...consequences].join(' '));
  }
  await issueKey(context, newKey, { act: uninterrupted(context, (store) => newKey.run(store, who)), output });
}

function activation(bulk: BulkActivation) {
  const { action } = bulk;
  return async (context: Context, _options: unknown, command: Command): Promise<void> => {
    const names = usernamesOf(command);
    if (names.length > 1) return context.withStore((store) => changeMany(context, store, { bulk, names }));
    const who = userOf(command);
    const change = await context.withStore((store) => action.run(store, who));
    const { user, hasNamesakes } = change;
    const { text, hasChanged } = action.report(change);
    if (context.format === 'json') printJson(context, { ...user, changed: hasChanged });
    narrate(context, text);
    const undo = context.commandForUser(action.undoneBy ?? '', { ...user, ...(hasNamesakes && { hasNamesakes }) });
    if (hasChanged && undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
  };
}

/** Changes several users, of whom every one must be there. */
async function changeMany(
  context: Context,
  store: Store,
  { bulk, names }: { readonly bulk: BulkActivation; readonly names: readonly string[] },
): Promise<void> {
  const subjects: User[] = [];
  for (const name of names) {
    const user = await store.users.find(name);
    if (user === undefined) {
      const known = nearest(
        name,
        (await store.users.list()).map(({ username }) => username),
      );
      const hint = known === undefined ? '' : ` Did you mean “${printable(known)}”?`;
      throw new PresentsError(`There is no user “${printable(name)}”.${hint} Nothing was changed.`, {
        code: 'not_found',
        nextStep: 'List the users to find the name.',
        command: 'user list',
      });
    }
    subjects.push(user);
  }
  await actOnMany(
    context,
    store,
    { bulk, subjects },
    {
      document: (user, changed) => ({ ...(changed?.result.user ?? user), changed: changed !== undefined }),
      undoCommand: (done) =>
        usersCommand(
          context.databaseWords,
          bulk.action.undoneBy ?? '',
          done.map(({ subject }) => subject),
        ),
    },
  );
}
