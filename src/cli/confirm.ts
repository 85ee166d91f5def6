import { PresentsError, UsageError } from '../model/presents-error.ts';
import type { Context } from './context.ts';
import { readLine } from './read-line.ts';

function refusal(): PresentsError {
  return new UsageError('Confirmation needed, but this is not a terminal. Nothing was changed.', {
    nextStep: 'Use --yes.',
  });
}

/** Returns the error for Ctrl-C before anything was done. */
export function interruption(): PresentsError {
  return new PresentsError('Interrupted; nothing was changed.', { code: 'closed', exitCode: 130 });
}

/** Asks a question on stderr and returns on a yes; everything else ends the command with nothing changed. */
export async function confirm(context: Context, question: string): Promise<void> {
  const { io, yes, paintErr } = context;
  if (yes) return;
  if (!io.stdin.isTTY || !io.stderr.isTTY) throw refusal();
  // From the moment the question is seen Ctrl-C must be heard.
  const { interrupted } = io;
  io.stderr.write(`${paintErr(question, 'strong')} ${paintErr('[y/N]', 'muted')} `);
  const line = await readLine(io.stdin, interrupted);
  if (line === 'interrupted' || line === 'end') io.stderr.write('\n');
  if (line === 'interrupted') throw interruption();
  if (line === 'end' || !/^\s*y(es)?\s*$/i.test(line.text)) {
    throw new UsageError('Not confirmed; nothing was changed.');
  }
}
