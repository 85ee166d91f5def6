import type { Command } from 'commander';
import { userColumns } from '../../columns/users.ts';
import type { ActivationChange, IssuedKey } from '../../model/user.ts';
import type { Store } from '../../store/store.ts';
import { formatId } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { usernameOf, userOf } from '../arguments.ts';
import { confirm, interruption } from '../confirm.ts';
import type { Context } from '../context.ts';
import { issueKey } from '../print/issued-key.ts';
import { narrate, narrateZone, printJson, printListing } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

interface ListOptions {
  readonly activeOnly?: boolean;
}

interface KeyOptions {
  readonly output?: string;
}

/** What is said of a command that takes a username. */
interface NamedCommand {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
}

/** Adds the commands that manage the API's users. */
export function addUserCommands(program: CliCommand, run: Runner): void {
  const user = program.command('user').description("Manages the API's users.");
  user
    .command('list')
    .helpGroup('Users')
    .summary('all users, newest first')
    .description('Lists all users, newest first.')
    .option('--active-only', 'only those whose key is accepted')
    .example('presents user list --active-only --csv > users.csv', 'for a spreadsheet')
    .action(run<ListOptions>(list, { csv: true }));
  addIssuingCommands(user, run);
  addChoosingCommand(user, {
    name: 'deactivate',
    summary: "refuse a user's key",
    description: "Refuses a user's key from now on. Nothing is deleted.",
  })
    .example('presents user deactivate acme-shop', '`presents user reactivate acme-shop` undoes it')
    .action(run(deactivate));
  addChoosingCommand(user, {
    name: 'reactivate',
    summary: "accept a user's key again",
    description: "Accepts a user's key again.",
  })
    .example('presents user reactivate --username acme-shop', 'the name may be an option')
    .action(run(reactivate));
}

function addIssuingCommands(user: CliCommand, run: Runner): void {
  const output = ['--output <file>', 'write the key to a new file, mode 0600, instead of printing it'] as const;
  addNamedCommand(user, {
    name: 'create',
    summary: 'make a user and print their key, once',
    description: 'Makes a user. Their API key is printed this one time; the database keeps only its hash.',
  })
    .option(...output)
    .example('presents user create acme-shop', 'print the key')
    .example('presents user create acme-shop --output acme.key', 'keep it off the screen')
    .action(run<KeyOptions>(create));
  addChoosingCommand(user, {
    name: 'regenerate-key',
    summary: "replace a user's key",
    description: "Replaces a user's key. The old key stops working immediately; this cannot be undone.",
  })
    .option(...output)
    .example('presents user regenerate-key acme-shop --yes --output acme.key', 'in a script')
    .action(run<KeyOptions>(regenerateKey));
}

function addNamedCommand(group: CliCommand, { name, summary, description }: NamedCommand): CliCommand {
  return group
    .command(name)
    .helpGroup('Users')
    .summary(summary)
    .description(description)
    .usage('NAME [options]')
    .argument('[NAME]')
    .option('--username <name>', 'the user, where it is not given as NAME');
}

/** A command about a user who is there, and who may be named by id. */
function addChoosingCommand(group: CliCommand, named: NamedCommand): CliCommand {
  return addNamedCommand(group, named).option('--id <id>', 'the user by id, where several have the name');
}

async function list(context: Context, { activeOnly = false }: ListOptions): Promise<void> {
  const rows = await context.withStore((store) => store.users.list({ activeOnly }));
  const command = context.commandFor('user create');
  const next = command === undefined ? '' : ` Next: ${command} NAME`;
  const whenEmpty = `No ${activeOnly ? 'active ' : ''}users yet.${next}`;
  printListing(context, { columns: userColumns, rows, whenEmpty });
  if (rows.length > 0) narrateZone(context);
}

async function create(context: Context, options: KeyOptions, command: Command): Promise<void> {
  const username = usernameOf(command);
  await issueKey(
    context,
    issuing(context, (store) => store.users.create(username)),
    {
      done: (issued) => `Created ${printable(issued.username)} (id ${formatId(issued.id)}).`,
      undo: (issued) => context.commandForUser('user deactivate', issued),
      lost: (issued) => `${printable(issued.username)} was created, but the key is lost`,
      output: options.output,
    },
  );
}

async function regenerateKey(context: Context, options: KeyOptions, command: Command): Promise<void> {
  const who = userOf(command);
  const known = await context.withStore((store) => store.users.find(who));
  // Where there is no such user, the action says so in its own words, and there is nothing to ask.
  if (known !== undefined) {
    const question = `Replace the key of ${printable(known.username)}? The old key stops working immediately; this cannot be undone.`;
    await confirm(context, question);
  }
  await issueKey(
    context,
    issuing(context, (store) => store.users.regenerateKey(who)),
    {
      done: (issued) =>
        `Replaced the key of ${printable(issued.username)}. The old key no longer works; this cannot be undone.`,
      lost: (issued) => `The old key of ${printable(issued.username)} no longer works, and the new one is lost`,
      output: options.output,
    },
  );
}

async function deactivate(context: Context, _options: unknown, command: Command): Promise<void> {
  const who = userOf(command);
  const change = await context.withStore((store) => store.users.deactivate(who));
  reportChange(context, change, { done: 'Deactivated', state: 'inactive', undo: 'user reactivate' });
}

async function reactivate(context: Context, _options: unknown, command: Command): Promise<void> {
  const who = userOf(command);
  const change = await context.withStore((store) => store.users.reactivate(who));
  reportChange(context, change, { done: 'Reactivated', state: 'active', undo: 'user deactivate' });
}

function issuing({ io, withStore }: Context, act: (store: Store) => Promise<IssuedKey>): () => Promise<IssuedKey> {
  // From here on Ctrl-C is heard and not obeyed: between the change and its key nothing may end the process.
  if (io.interrupted.aborted) throw interruption();
  return () => withStore(act);
}

function reportChange(
  context: Context,
  { user, changed, hasNamesakes }: ActivationChange,
  words: { readonly done: string; readonly state: string; readonly undo: string },
): void {
  if (context.format === 'json') printJson(context, { ...user, changed });
  const name = printable(user.username);
  narrate(context, changed ? `${words.done} ${name}.` : `${name} was ${words.state} already; nothing was changed.`);
  const undo = context.commandForUser(words.undo, { ...user, ...(hasNamesakes && { hasNamesakes }) });
  if (changed && undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}
