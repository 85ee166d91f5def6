import type { IssuedKey } from '../model.ts';
import { printable } from '../text/printable.ts';
import type { Context } from './context.ts';
import { narrate, printJson, printLines } from './print.ts';

/** What is said about a new key: what was done, the command that undoes it, the file that the key went to. */
export interface KeyNews {
  readonly done: string;
  readonly undo?: string;
  readonly output: string | undefined;
}

/** Prints a new key the one time it is seen: on stdout, or not at all where it went to a file. */
export function printIssuedKey(context: Context, issued: IssuedKey, { done, undo, output }: KeyNews): void {
  const { id, username, apiKey } = issued;
  narrate(context, done);
  if (context.format === 'json') printJson(context, output === undefined ? issued : { id, username, output });
  else if (output === undefined) printKey(context, apiKey);
  if (output === undefined) narrate(context, 'This is the only time the key is shown; only its hash is kept.', 'warn');
  else
    narrate(context, `The key is in ${printable(output)}, which only you can read. It is kept nowhere else.`, 'muted');
  if (undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}

/** Alone on its line, so that a script can take it as it is. */
function printKey(context: Context, apiKey: string): void {
  const { io, paintOut } = context;
  printLines(context, io.stdout.isTTY ? ['', `    ${paintOut(apiKey, 'accent')}`, ''] : [apiKey]);
}
