/** The words of a command line, or what is wrong with it. */
export type ShellWords = { readonly words: readonly string[] } | { readonly fault: string };

/** Splits a command line into words as a POSIX shell does: blanks, quotes and backslashes; nothing else is special. */
export function shellWords(line: string): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part, single, double, escaped] of line.matchAll(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|\s+|[^\s'"\\]+|./gs,
  )) {
    if (/^\s+$/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (part === '"' || part === "'") return { fault: `The ${part} is never closed.` };
    else if (part === '\\') return { fault: 'There is nothing behind the last backslash.' };
    else word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? part);
  }
  return { words: word === undefined ? words : [...words, word] };
}
