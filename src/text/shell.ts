import { printable } from './printable.ts';

// No shell reads anything into these; `=` at the start of a word is a command's path to zsh.
const BARE = /^(?:--[a-z]+=)?[\w@%+:,./-]+$/;
/** Blanks that a terminal may hand over as other blanks when they are copied. */
const DOUBTFUL_BLANK = /[\p{Zs}--\x20]/v;
/** A name that is made here is never longer. */
const LONGEST_NAME = 64;

/**
 * A command line that sh, bash, dash and zsh read as exactly these words when it is pasted; undefined if a word holds what
 * cannot be shown, and so cannot be copied.
 */
export function commandLine(words: readonly string[]): string | undefined {
  const quoted = words.map(quote);
  return quoted.includes(undefined) ? undefined : quoted.join(' ');
}

/** A command of presents on the database that some words name: `--db FILE`, or nothing if it is found by default. */
export function presentsCommand(
  databaseWords: readonly string[],
  path: string,
  words: readonly string[] = [],
): string | undefined {
  const operands = words.some((word) => word.startsWith('-')) ? ['--', ...words] : words;
  return commandLine(['presents', ...path.split(' '), ...databaseWords, ...operands]);
}

/** User that a command is about. */
export interface CommandUser {
  readonly id: number | bigint | string;
  readonly username: string;
  readonly hasNamesakes?: true | undefined;
}

/** A command about a user: by name, or by id where others have the same name or it is none that can be pasted. */
export function userCommand(
  databaseWords: readonly string[],
  path: string,
  { id, username, hasNamesakes }: CommandUser,
): string | undefined {
  const isNamed = !hasNamesakes && canBeNamed(username);
  const byName = isNamed ? presentsCommand(databaseWords, path, [username]) : undefined;
  return byName ?? presentsCommand([...databaseWords, `--id=${id}`], path);
}

/** A command about several users, by their names; undefined where one of them has none that can be pasted, or that is theirs alone. */
export function usersCommand(
  databaseWords: readonly string[],
  path: string,
  users: readonly CommandUser[],
): string | undefined {
  const [first] = users;
  if (users.length === 1 && first) return userCommand(databaseWords, path, first);
  const isNamed = users.every((user) => !user.hasNamesakes && canBeNamed(user.username));
  return isNamed && first
    ? presentsCommand(
        databaseWords,
        path,
        users.map(({ username }) => username),
      )
    : undefined;
}

function canBeNamed(username: string): boolean {
  return username !== '' && username.trim() === username && username.length <= LONGEST_NAME;
}

function quote(word: string): string | undefined {
  if (BARE.test(word)) return word;
  if (printable(word) !== word || DOUBTFUL_BLANK.test(word)) return undefined;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
