import type { Id } from '../model.ts';
import { shellQuote } from '../text/shell.ts';
import type { Context } from './context.ts';

/** Whom a command is about. */
export interface CommandUser {
  readonly id: Id;
  readonly username: string;
  readonly hasNamesakes?: true;
}

/** A command about a user as a person would type it: by name, or by id where others have the same name. */
export function commandForUser(context: Context, path: string, { id, username, hasNamesakes }: CommandUser): string {
  return hasNamesakes
    ? `${context.commandFor(path)} --id=${shellQuote(String(id))}`
    : context.commandFor(path, username);
}
