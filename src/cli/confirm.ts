import { UserError } from '../model/user-error.ts';
import type { Context } from './context.ts';
import { readLine } from './read-line.ts';

function refusal(): UserError {
  return new UserError('This asks before it acts, and there is no terminal to ask on. Nothing was changed.', {
    nextStep: 'Add --yes to do it without a question.',
    exitCode: 2,
  });
}

/** What is thrown where Ctrl-C came before anything was done. */
export function interruption(): UserError {
  return new UserError('Interrupted; nothing was changed.', { exitCode: 130 });
}

/** Asks a question on stderr and returns on a yes; everything else ends the command with nothing changed. */
export async function confirm(context: Context, question: string): Promise<void> {
  const { io, yes, paintErr } = context;
  if (yes) return;
  if (!io.stdin.isTTY || !io.stderr.isTTY) throw refusal();
  io.stderr.write(`${paintErr(question, 'strong')} ${paintErr('[y/N]', 'muted')} `);
  const line = await readLine(io.stdin, io.interrupted);
  if (line === 'interrupted' || line === 'end') io.stderr.write('\n');
  if (line === 'interrupted') throw interruption();
  if (line === 'end' || !/^\s*y(es)?\s*$/i.test(line.text)) {
    throw new UserError('Not confirmed; nothing was changed.', { exitCode: 2 });
  }
}
