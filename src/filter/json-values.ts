import type { PathStep } from './query.ts';

// As SQLite: deeper JSON is none.
const DEEPEST = 1000;
const SKIPPED = /[\s,:]*/uy;
const SCALAR = /[^\s,\]}]+/uy;

/** True if text is JSON in the strict sense, and not too deep for SQLite. */
export function isJson(text: string): boolean {
  // For SQLite a null byte ends a text.
  if (text.includes('\0')) return false;
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return !isTooDeep(text);
}

/** The values at a path in text that is JSON, as they are written there; of keys that stand twice the first counts. */
export function jsonValuesAt(text: string, path: readonly PathStep[]): readonly string[] {
  const reader = new Reader(text);
  reader.readAt(path, 0);
  return reader.found;
}

function isTooDeep(text: string): boolean {
  if (text.length < DEEPEST) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** The place behind the string that begins at one; a pattern would run out of memory in megabytes of escapes. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = at;
    while (text[escapes - 1] === '\\') escapes -= 1;
    if ((at - escapes) % 2 === 0) return at + 1;
  }
  return text.length;
}

/** Reads JSON that is known to be valid from left to right. */
class Reader {
  readonly found: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Notes the values at the steps from a place on; leaves the reader behind the value that it stood at. */
  readAt(path: readonly PathStep[], place: number): void {
    this.#skip(SKIPPED);
    const start = this.#at;
    const step = path[place];
    const char = this.#text[start];
    if (step === undefined || (char !== '{' && char !== '[') || 'key' in step !== (char === '{')) {
      this.#skipValue();
      if (step === undefined) this.found.push(this.#text.slice(start, this.#at));
      return;
    }
    this.#at += 1;
    if (char === '{') this.#readObject(path, place);
    else this.#readArray(path, place);
  }

  #readObject(path: readonly PathStep[], place: number): void {
    const step = path[place];
    let wanted = step !== undefined && 'key' in step ? step.key : undefined;
    while (!this.#isClosed()) {
      if (this.#key() === wanted) {
        wanted = undefined;
        this.readAt(path, place + 1);
      } else this.#skipNext();
    }
  }

  #readArray(path: readonly PathStep[], place: number): void {
    const step = path[place];
    for (let index = 0; !this.#isClosed(); index += 1) {
      const isWanted = step !== undefined && ('any' in step || ('index' in step && step.index === index));
      if (isWanted) this.readAt(path, place + 1);
      else this.#skipNext();
    }
  }

  #key(): unknown {
    const start = this.#at;
    this.#at = endOfString(this.#text, start);
    const written = this.#text.slice(start, this.#at);
    return written.includes('\\') ? JSON.parse(written) : written.slice(1, -1);
  }

  #isClosed(): boolean {
    this.#skip(SKIPPED);
    const char = this.#text[this.#at];
    const isClosed = char === '}' || char === ']' || char === undefined;
    if (isClosed) this.#at += 1;
    return isClosed;
  }

  #skipNext(): void {
    this.#skip(SKIPPED);
    this.#skipValue();
  }

  #skipValue(): void {
    let depth = 0;
    do {
      this.#skip(SKIPPED);
      const char = this.#text[this.#at];
      if (char === undefined) return;
      if (char === '"') this.#at = endOfString(this.#text, this.#at);
      else if (char === '{' || char === '[') {
        depth += 1;
        this.#at += 1;
      } else if (char === '}' || char === ']') {
        depth -= 1;
        this.#at += 1;
      } else this.#skip(SCALAR);
    } while (depth > 0);
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }
}
