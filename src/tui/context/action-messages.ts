import type { Report } from '../../actions/action.ts';
import { PresentsError } from '../../model/presents-error.ts';
import { shortErrorText } from '../../text/error-text.ts';
import { printable } from '../../text/printable.ts';
import { presentsCommand } from '../../text/shell.ts';
import type { Message } from './message.ts';

/** The sentence of a failed change: what is wrong, that nothing was changed, what to do next and the command that does it. */
export function failureMessage(error: unknown, databaseWords: readonly string[]): Message {
  const text = `${shortErrorText(error)} Nothing was changed.`;
  if (!(error instanceof PresentsError) || error.nextStep === '') return { tone: 'bad', text };
  const command = error.command === undefined ? undefined : presentsCommand(databaseWords, error.command);
  return { tone: 'bad', text, hint: printable(error.nextStep), ...(command !== undefined && { command }) };
}

/** The line of news of an action, with the command that does the same. */
export function reportMessage({ tone, text }: Report, command: string | undefined, hint?: string): Message {
  return { tone, text, ...(hint !== undefined && { hint }), ...(command !== undefined && { command }) };
}
