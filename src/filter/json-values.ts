import type { PathStep } from './query.ts';

// As SQLite: deeper JSON is none.
const DEEPEST = 1000;
const SKIPPED = /[\s,:]*/uy;
const SCALAR = /[^\s,\]}]+/uy;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/suy;

/** True where text is JSON in the strict sense, and not too deep for SQLite. */
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
  return new Reader(text).valuesAt(path, 0);
}

function isTooDeep(text: string): boolean {
  if (text.length < DEEPEST) return false;
  let depth = 0;
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[{\]}]/gsu)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Reads JSON that is known to be valid from left to right. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The values at the steps from a place on; leaves the reader behind the value that it stood at. */
  valuesAt(path: readonly PathStep[], place: number): readonly string[] {
    this.#skip(SKIPPED);
    const start = this.#at;
    const step = path[place];
    const char = this.#text[start];
    if (step === undefined || (char !== '{' && char !== '[') || 'key' in step !== (char === '{')) {
      this.#skipValue();
      return step === undefined ? [this.#text.slice(start, this.#at)] : [];
    }
    this.#at += 1;
    return char === '{' ? this.#inObject(path, place) : this.#inArray(path, place);
  }

  #inObject(path: readonly PathStep[], place: number): readonly string[] {
    const step = path[place];
    let found: readonly string[] | undefined;
    while (!this.#isClosed()) {
      const key: unknown = JSON.parse(this.#skip(STRING));
      const isWanted = found === undefined && step !== undefined && 'key' in step && step.key === key;
      if (isWanted) found = this.valuesAt(path, place + 1);
      else this.#skipNext();
    }
    return found ?? [];
  }

  #inArray(path: readonly PathStep[], place: number): readonly string[] {
    const step = path[place];
    const found: string[] = [];
    for (let index = 0; !this.#isClosed(); index += 1) {
      const isWanted = step !== undefined && ('any' in step || ('index' in step && step.index === index));
      if (isWanted) found.push(...this.valuesAt(path, place + 1));
      else this.#skipNext();
    }
    return found;
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
      if (char === '"') this.#skip(STRING);
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
