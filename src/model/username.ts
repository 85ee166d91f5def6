const MAX_LENGTH = 64;

/** Returns a sentence that says why a new user cannot have this name, or undefined; blanks around it are ignored. */
export function usernameFault(name: string): string | undefined {
  const trimmed = name.trim();
  const length = [...trimmed].length;
  if (length === 0) return 'A username needs at least one character.';
  if (length > MAX_LENGTH) return `A username has at most ${MAX_LENGTH} characters; this one has ${length}.`;
  if (/\p{Cc}/u.test(trimmed)) return 'A username cannot hold control characters.';
  if (!trimmed.isWellFormed()) return 'A username cannot hold half a character.';
  return undefined;
}
