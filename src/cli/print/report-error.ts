import { type ExitCode, PresentsError } from '../../model/presents-error.ts';
import { toAscii } from '../../text/ascii.ts';
import { errorText } from '../../text/error-text.ts';
import { excerpt } from '../../text/excerpt.ts';
import { hidePasswords } from '../../text/hide-passwords.ts';
import { printable } from '../../text/printable.ts';
import { isAsciiWanted } from '../ascii-io.ts';
import { FilterError } from '../filter-error.ts';
import type { Io } from '../io.ts';
import { createPaint, takesColor } from './style.ts';

const INDENT = '  ';

/** Says on stderr what went wrong and what to do next, and answers with the exit code. */
export function reportError(error: unknown, { stderr, env }: Io, argv: readonly string[]): ExitCode {
  const paint = createPaint(takesColor(stderr, env) && !argv.includes('--no-color'));
  const shown = isAsciiWanted(argv, env) ? toAscii : (text: string) => text;
  const say = (text: string) => stderr.write(`${shown(hidePasswords(text))}\n`);
  if (error instanceof PresentsError) {
    say(`${paint('✗', error.exitCode === 130 ? 'warn' : 'bad')} ${errorText(error)}`);
    if (error instanceof FilterError) {
      const [line, carets] = excerpt(error.filter, error.fault, (stderr.columns || 80) - INDENT.length);
      say(`${INDENT}${line}`);
      say(`${INDENT}${paint(carets, 'bad')}`);
    }
    if (error.nextStep !== '') say(`${INDENT}${printable(error.nextStep)}`);
    return error.exitCode;
  }
  say(`${paint('✗', 'bad')} This is a bug in presents: ${errorText(error)}`);
  if (env.PRESENTS_DEBUG !== '1') say('  Set PRESENTS_DEBUG=1 and try again to see where it happened.');
  else if (error instanceof Error) for (const line of (error.stack ?? '').split('\n')) say(printable(line));
  return 1;
}
