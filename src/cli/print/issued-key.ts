import { type IssuingAction, lookAlikeWarnings } from '../../actions/issuing.ts';
import { toJson } from '../../export/json.ts';
import { fileNamed } from '../../files/file-named.ts';
import { withKeyFile } from '../../files/key-file.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { IssuedKey } from '../../model/user.ts';
import { printable } from '../../text/printable.ts';
import type { Context } from '../context.ts';
import { handOver, outletReason, requireOutlet } from './hand-over.ts';
import { narrate, printJson } from './print.ts';

/** Action that creates a key, and the file to write the key to; without a file it is printed. */
export interface Issue {
  readonly act: () => Promise<IssuedKey>;
  readonly output: string | undefined;
}

type Issuing = IssuingAction<never, never>;

/** Runs an action that makes a key, and hands the key over the one time it is seen: on stdout, or in a file. */
export async function issueKey(context: Context, action: Issuing, { act, output }: Issue): Promise<void> {
  const { io } = context;
  const lost = (reason: string, issued: IssuedKey): PresentsError =>
    new PresentsError(`${action.lost(issued)}: ${reason}.`, { code: 'refused', nextStep: anotherKey(context, issued) });
  if (output !== undefined) {
    const path = fileNamed(output, '--output', () => io.cwd);
    reportFile(context, action, { issued: await withKeyFile(path, act, lost), output });
    return;
  }
  requireOutlet(io.stdout);
  const issued = await act();
  narrate(context, action.report(issued).text);
  await handOver(io.stdout, keyText(context, issued)).catch((error: unknown) => {
    throw lost(`standard output ${outletReason(error)}`, issued);
  });
  narrate(context, 'This is the only time the key is shown; only its hash is kept.', 'warn');
  narrateUndo(context, action, issued);
}

function anotherKey(context: Context, issued: IssuedKey): string {
  const command = context.commandForUser('user regenerate-key', issued);
  if (command !== undefined) return `Make another: ${command}`;
  return `Make another with user regenerate-key --id=${issued.id} on this database.`;
}

/** Alone on its line, so that a script can take it as it is. */
function keyText({ io, format, paintOut }: Context, issued: IssuedKey): string {
  const { id, username, apiKey } = issued;
  if (format === 'json') return toJson({ id, username, apiKey });
  return io.stdout.isTTY ? `\n    ${paintOut(issued.apiKey, 'accent')}\n\n` : `${issued.apiKey}\n`;
}

function reportFile(
  context: Context,
  action: Issuing,
  { issued, output }: { readonly issued: IssuedKey; readonly output: string },
): void {
  const { id, username } = issued;
  if (context.format === 'json') printJson(context, { id, username, output });
  narrate(context, action.report(issued).text);
  narrate(context, `The key is in ${printable(output)}, which only you can read. It is kept nowhere else.`, 'muted');
  narrateUndo(context, action, issued);
}

function narrateUndo(context: Context, { undoneBy }: Issuing, issued: IssuedKey): void {
  for (const warning of lookAlikeWarnings(issued)) narrate(context, warning, 'warn');
  const command = undoneBy === undefined ? undefined : context.commandForUser(undoneBy, issued);
  if (command !== undefined) narrate(context, `Undo: ${command}`, 'muted');
}
