import { detailsOf, PresentsError } from '../../model/presents-error.ts';
import { presentsCommand } from '../../text/shell.ts';

/**
 * The same fault as it is told at a shell: a field that begins a sentence by its option, the next step with the option that does it,
 * and at the end of the line, to be pasted, the command, which names the database by its words.
 */
export function withShellWords(error: PresentsError, databaseWords: () => readonly string[]): PresentsError {
  const { message, nextStep, command, option, field } = error;
  const told = withOption(message, field);
  const step = withOption(nextStep, field);
  if (command === undefined && option === undefined && told === message && step === nextStep) return error;
  const means =
    option === undefined ? '' : command === undefined ? ` with ${option}` : ` (or name another with ${option})`;
  const line = command === undefined ? '.' : `: ${presentsCommand(databaseWords(), command)}`;
  return new PresentsError(told, {
    ...detailsOf(error),
    nextStep: command === undefined && option === undefined ? step : `${step.replace(/\.$/, '')}${means}${line}`,
    command: undefined,
    option: undefined,
  });
}

/** A sentence that is about a field, which a shell knows as an option. */
function withOption(sentence: string, field: string | undefined): string {
  if (field === undefined) return sentence;
  const [option, leave] = [`--${field}`, `Leave ${field} `];
  if (sentence.startsWith(leave)) return `Leave ${option} ${sentence.slice(leave.length)}`;
  return sentence.startsWith(`${field} `) ? `${option}${sentence.slice(field.length)}` : sentence;
}
