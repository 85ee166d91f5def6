import { fileNamed } from '../../files/file-named.ts';
import type { IssuedKey } from '../../model/user.ts';
import { UserError } from '../../model/user-error.ts';
import { printable } from '../../text/printable.ts';
import type { Context } from '../context.ts';
import { withKeyFile } from '../key-file.ts';
import { handOver, outletReason, requireOutlet } from './hand-over.ts';
import { toJson } from './json.ts';
import { narrate, printJson } from './print.ts';

/** What is said about a new key. */
export interface KeyWords {
  /** What was done: `Created acme-shop (id 7).` */
  readonly done: (issued: IssuedKey) => string;
  /** The command that undoes it. */
  readonly undo?: (issued: IssuedKey) => string | undefined;
  /** What is so where the key got lost: `acme-shop was created, but the key is lost`. */
  readonly lost: (issued: IssuedKey) => string;
  /** The file that the key goes to; it is printed unless given. */
  readonly output: string | undefined;
}

/** Runs an action that makes a key, and hands the key over the one time it is seen: on stdout, or in a file. */
export async function issueKey(context: Context, act: () => Promise<IssuedKey>, words: KeyWords): Promise<void> {
  const { io } = context;
  const { output } = words;
  const lost = (reason: string, issued: IssuedKey): UserError =>
    new UserError(`${words.lost(issued)}: ${reason}.`, {
      nextStep: anotherKey(context, issued),
    });
  if (output !== undefined) {
    const path = fileNamed(output, '--output', () => io.cwd);
    reportFile(context, await withKeyFile(path, act, lost), { ...words, output });
    return;
  }
  requireOutlet(io.stdout);
  const issued = await act();
  narrate(context, words.done(issued));
  await handOver(io.stdout, keyText(context, issued)).catch((error: unknown) => {
    throw lost(`standard output ${outletReason(error)}`, issued);
  });
  narrate(context, 'This is the only time the key is shown; only its hash is kept.', 'warn');
  narrateUndo(context, issued, words);
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

function reportFile(context: Context, issued: IssuedKey, words: KeyWords & { readonly output: string }): void {
  const { id, username } = issued;
  const { output } = words;
  if (context.format === 'json') printJson(context, { id, username, output });
  narrate(context, words.done(issued));
  narrate(context, `The key is in ${printable(output)}, which only you can read. It is kept nowhere else.`, 'muted');
  narrateUndo(context, issued, words);
}

function narrateUndo(context: Context, issued: IssuedKey, { undo }: KeyWords): void {
  for (const name of issued.lookAlikes ?? []) {
    narrate(context, `Another user has a name that looks like it: “${printable(name)}”.`, 'warn');
  }
  const command = undo?.(issued);
  if (command !== undefined) narrate(context, `Undo: ${command}`, 'muted');
}
