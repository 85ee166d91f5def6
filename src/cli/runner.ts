import type { Command, OptionValues } from 'commander';
import { UserError } from '../model/user-error.ts';
import { pathOf } from './arguments.ts';
import { type CommonOptions, type Context, createContext } from './context.ts';
import type { Io } from './io.ts';
import { narrateZoneFault } from './print/print.ts';

/** Runs a command with its options; returns an exit code where that may not be 0. */
export type Handler<Options> = (
  context: Context,
  options: Options,
  command: Command,
) => Promise<void> | Promise<number>;

/** Wraps a handler as commander wants its actions; only with `csv` does the command take --csv. */
export type Runner = <Options extends OptionValues>(
  handler: Handler<Options>,
  abilities?: { readonly csv: boolean },
) => (...args: readonly unknown[]) => Promise<void>;

function refuseCsv(command: Command): never {
  throw new UserError(`${pathOf(command)} prints no table, so it has no CSV.`, {
    nextStep: 'Use --json.',
    exitCode: 2,
  });
}

/** Makes the wrapper; `finish` is told the exit code of the command that ran. */
export function createRunner(io: Io, root: Command, finish: (exitCode: number) => void): Runner {
  return (handler, abilities = { csv: false }) =>
    async (...args) => {
      const command = args.at(-1) as Command;
      const context = createContext(io, root.opts<CommonOptions>());
      if (context.format === 'csv' && !abilities.csv) refuseCsv(command);
      narrateZoneFault(context);
      finish((await handler(context, command.opts<Parameters<typeof handler>[1]>(), command)) ?? 0);
    };
}
