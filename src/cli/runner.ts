import type { Command, OptionValues } from 'commander';
import { UsageError } from '../model/presents-error.ts';
import { readOnlyRefusal } from '../store/read-only-store.ts';
import { pathOf } from './arguments.ts';
import { CliCommand } from './commands/cli-command.ts';
import { type CommonOptions, type Context, createContext } from './context.ts';
import { type FurtherFormat, requireFormat } from './format.ts';
import type { Io } from './io.ts';
import { narrateWarnings } from './print/print.ts';

/** Runs a command with its options; returns an exit code if that may not be 0. */
export type Handler<Options> = (
  context: Context,
  options: Options,
  command: Command,
) => Promise<void> | Promise<number>;

/** Wraps a handler as commander wants its actions; of `formats` the command takes those that are given. */
export type Runner = <Options extends OptionValues>(
  handler: Handler<Options>,
  formats?: readonly FurtherFormat[],
) => (...args: readonly unknown[]) => Promise<void>;

function refuseDashboardOptions({ view, resume }: CommonOptions, command: Command): void {
  const option = view !== undefined ? '--view' : resume === true ? '--resume' : undefined;
  if (option === undefined) return;
  throw new UsageError(`${option} is an option of the dashboard, and ${pathOf(command)} opens none.`, {
    nextStep: 'Leave one of them out.',
  });
}

// Before anything is asked, opened or said.
function refuseChange(context: Context, command: Command): void {
  if (!(command instanceof CliCommand) || !command.changesDatabase || command.opts().dryRun === true) return;
  const { readOnlyReason: reason } = context;
  if (reason !== undefined) throw readOnlyRefusal(reason);
}

/** Makes the wrapper; `finish` is told the exit code of the command that ran. */
export function createRunner(io: Io, root: Command, finish: (exitCode: number) => void): Runner {
  return (handler, formats = []) =>
    async (...args) => {
      const command = args.at(-1) as Command;
      const common = root.opts<CommonOptions>();
      refuseDashboardOptions(common, command);
      const context = createContext(io, common);
      // Every answer of a command that is watched is a document on a line.
      const isWatched = command.getOptionValue('watch') !== undefined;
      requireFormat(command, context.format, isWatched ? [...formats, 'jsonl'] : formats);
      refuseChange(context, command);
      narrateWarnings(context);
      finish((await handler(context, command.opts<Parameters<typeof handler>[1]>(), command)) ?? 0);
    };
}
