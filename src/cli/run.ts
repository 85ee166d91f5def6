import { CommanderError } from 'commander';
import { PresentsError, UsageError } from '../model/presents-error.ts';
import { isAsciiWanted } from './ascii-io.ts';
import { buildProgram } from './commands/commands.ts';
import { openDashboard } from './commands/dashboard.ts';
import { type CommonOptions, createContext, databaseWordsOf } from './context.ts';
import type { Io } from './io.ts';
import { withShellWords } from './print/next-step.ts';
import { takesColor } from './print/style.ts';

const helpCodes: ReadonlySet<string> = new Set(['commander.helpDisplayed', 'commander.version']);

/** A fault of the command line, said as every other fault. */
function toPresentsError({ message }: CommanderError): PresentsError {
  // What was typed may hold line breaks, too.
  const [, fault = '', meant] = /^(?:error: )?(.*?)(?:\n\((Did you mean .*\?)\))?$/s.exec(message) ?? [];
  const sentence = `${fault.charAt(0).toUpperCase()}${fault.slice(1)}`.replace(/(?<![.?])$/, '.');
  return new UsageError(sentence, { nextStep: meant ?? 'Add --help to see how it is used.' });
}

/** Runs a command line (without node and script) and answers with the exit code; faults are thrown as PresentsError, ready to be told. */
export async function runCli(argv: readonly string[], io: Io, version: string): Promise<number> {
  let exitCode = 0;
  const finish = (code: number) => {
    exitCode = code;
  };
  // Help may be printed before all options are read, so this one is looked for beforehand.
  const color = takesColor(io.stdout, io.env) && !argv.includes('--no-color');
  const program = buildProgram({ io, version, color, isAscii: isAsciiWanted(argv, io.env), finish });
  try {
    const { operands, unknown } = program.parseOptions([...argv]);
    if (operands.length + unknown.length === 0) {
      const options = program.opts<CommonOptions>();
      return await openDashboard(createContext(io, options), options);
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof PresentsError)
      throw withShellWords(error, () => databaseWordsOf(io, program.opts<CommonOptions>()));
    if (!(error instanceof CommanderError)) throw error;
    if (helpCodes.has(error.code)) return 0;
    // A group without a command has just shown its help, which says all.
    if (error.code === 'commander.help') return error.exitCode === 0 ? 0 : 2;
    throw toPresentsError(error);
  }
}
