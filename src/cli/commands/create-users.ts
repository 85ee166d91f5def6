import { type Command, Option } from 'commander';
import { UsageError } from '../../model/presents-error.ts';
import { formatCount } from '../../text/format.ts';
import { once } from '../arguments.ts';
import type { Context } from '../context.ts';
import { faultsOf, readNames } from '../names-file.ts';
import { issueKeys } from '../print/issued-keys.ts';
import { narrate } from '../print/print.ts';
import { uninterrupted } from '../uninterrupted.ts';

/** Options of making many users. */
export interface CreateManyOptions {
  readonly fromFile: string;
  readonly output?: string;
}

/** Makes the option that names the file of the names. */
export function fromFileOption(): Option {
  return new Option(
    '--from-file <file>',
    'create the users whose names the file holds, one a line; - is standard input',
  ).argParser(once);
}

/** Creates the users whose names a file holds, all or none, after every name was checked. */
export async function createFromFile(
  context: Context,
  { fromFile, output }: CreateManyOptions,
  command: Command,
): Promise<void> {
  const { io, withStore } = context;
  if (command.args.length > 0 || command.getOptionValue('username') !== undefined) {
    throw new UsageError('A name and a file of names were given.', { nextStep: 'Give one of them.' });
  }
  if (context.format === 'markdown') {
    throw new UsageError('Keys are no text for Markdown.', {
      nextStep: 'Use --csv, --json or --jsonl.',
    });
  }
  if (fromFile === '-' && io.stdin.isTTY) narrate(context, 'Names, one a line; Ctrl-D ends.', 'muted');
  const lines = await readNames(io, fromFile);
  const names = lines.map(({ name }) => name);
  const taken = await withStore((store) => store.users.list());
  const faults = faultsOf(lines, new Set(taken.map(({ username }) => username)));
  for (const fault of faults) narrate(context, fault, 'warn');
  if (faults.length > 0) {
    throw new UsageError(`${formatCount(faults.length)} of ${formatCount(names.length)} names cannot be used.`, {
      nextStep: 'No user was created. Correct these lines, then try again.',
    });
  }
  const act = uninterrupted(context, (store) => store.users.createMany(names));
  await issueKeys(context, { names, act, output });
}
