import type { Command, OptionValues } from 'commander';
import { UserError } from '../model/user-error.ts';
import { pathOf } from './arguments.ts';
import { type CommonOptions, type Context, createContext, type Format } from './context.ts';
import type { Io } from './io.ts';
import { narrateWarnings } from './print/print.ts';

/** Runs a command with its options; returns an exit code if that may not be 0. */
export type Handler<Options> = (
  context: Context,
  options: Options,
  command: Command,
) => Promise<void> | Promise<number>;

/** Formats that not every command has. */
type FurtherFormat = Exclude<Format, 'text' | 'json'>;

/** Wraps a handler as commander wants its actions; of `formats` the command takes those that are given. */
export type Runner = <Options extends OptionValues>(
  handler: Handler<Options>,
  formats?: readonly FurtherFormat[],
) => (...args: readonly unknown[]) => Promise<void>;

const LACKS: Readonly<Record<FurtherFormat, string>> = {
  csv: 'prints no table, so it has no CSV.',
  jsonl: 'prints no list, so it has no JSON Lines.',
};

function requireFormat(command: Command, format: Format, formats: readonly FurtherFormat[]): void {
  if (format === 'text' || format === 'json' || formats.includes(format)) return;
  throw new UserError(`${pathOf(command)} ${LACKS[format]}`, { nextStep: 'Use --json.', exitCode: 2 });
}

/** Makes the wrapper; `finish` is told the exit code of the command that ran. */
export function createRunner(io: Io, root: Command, finish: (exitCode: number) => void): Runner {
  return (handler, formats = []) =>
    async (...args) => {
      const command = args.at(-1) as Command;
      const context = createContext(io, root.opts<CommonOptions>());
      requireFormat(command, context.format, formats);
      narrateWarnings(context);
      finish((await handler(context, command.opts<Parameters<typeof handler>[1]>(), command)) ?? 0);
    };
}
