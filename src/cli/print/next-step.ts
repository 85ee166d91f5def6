import { detailsOf, PresentsError } from '../../model/presents-error.ts';
import { presentsCommand } from '../../text/shell.ts';

/**
 * The same fault with its next step as it is told at a shell: with the option that does it, and at the end of the line, to be
 * pasted, the command, which names the database by its words.
 */
export function withShellWords(error: PresentsError, databaseWords: () => readonly string[]): PresentsError {
  const { message, nextStep, command, option } = error;
  if (command === undefined && option === undefined) return error;
  const means =
    option === undefined ? '' : command === undefined ? ` with ${option}` : ` (or name another with ${option})`;
  const line = command === undefined ? undefined : presentsCommand(databaseWords(), command);
  const step = `${nextStep.replace(/\.$/, '')}${means}${line === undefined ? '.' : `: ${line}`}`;
  return new PresentsError(message, { ...detailsOf(error), nextStep: step, command: undefined, option: undefined });
}
