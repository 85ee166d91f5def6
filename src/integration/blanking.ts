/** What stands in place of a value that must not be logged. */
export const BLANKED = '[blanked]';

/** The fields whose values are never logged, in any spelling: `api_key` is `apiKey` and `Api-Key`. */
export const ALWAYS_BLANK: readonly string[] = [
  'password',
  'passwd',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'authorization',
  'cookie',
];

// A string that may have been cut off, a mark, a literal, blanks. Every character is of one of them, so nothing is lost.
const TOKEN = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}[\],:]|[^\s"{}[\],:]+|\s+/gs;

// The beginning of one: `\u00e`.
const LONGEST_ESCAPE = 6;
const EMBEDDED = /^"\s*[{[]/;

/** Blanks the values of named fields. */
export class Blanking {
  readonly #names: ReadonlySet<string>;
  readonly #mayMatter: RegExp;

  /** The names are added to ALWAYS_BLANK; upper and lower case, `-` and `_` are all the same. */
  constructor(names: readonly string[]) {
    this.#names = new Set([...ALWAYS_BLANK, ...names].map(plain));
    const spellings = [...this.#names].map((name) => Array.from(name, escaped).join('[-_]*'));
    // A letter of a name may also be written as an escape.
    this.#mayMatter = new RegExp([...spellings, String.raw`\\u`].join('|'), 'i');
  }

  /** Whether the value of a field of this name is never logged. */
  covers(name: string): boolean {
    return this.#names.has(plain(name));
  }

  /** A text with the values of named fields blanked wherever it holds JSON, also in a string and where it is cut off at its end. */
  apply(text: string): string {
    return this.#mayMatter.test(text) ? this.#scan(text.match(TOKEN) ?? []) : text;
  }

  /** A string that holds JSON itself, which may have been cut off. */
  #embedded(token: string): string {
    const whole = parsedString(token);
    const text = whole ?? startOfString(token);
    const blanked = text === undefined ? undefined : this.apply(text);
    if (blanked === undefined || blanked === text) return token;
    const written = JSON.stringify(blanked);
    return whole === undefined ? written.slice(0, -1) : written;
  }

  #scan(tokens: readonly string[]): string {
    const kept: string[] = [];
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at] ?? '';
      kept.push(EMBEDDED.test(token) ? this.#embedded(token) : token);
      const colon = token.startsWith('"') ? skipBlanks(tokens, at + 1) : at;
      if (tokens[colon] !== ':' || !this.covers(unquoted(token))) continue;
      const value = skipBlanks(tokens, colon + 1);
      kept.push(...tokens.slice(at + 1, value), value < tokens.length ? `"${BLANKED}"` : '');
      at = endOfValue(tokens, value);
    }
    return kept.join('');
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
}

function unquoted(token: string): string {
  return parsedString(token) ?? token.slice(1, -1);
}

function parsedString(token: string): string | undefined {
  try {
    return String(JSON.parse(token));
  } catch {
    return undefined;
  }
}

/** What a string that was cut off begins with; the cut may have gone through an escape. */
function startOfString(token: string): string | undefined {
  for (let missing = 0; missing < LONGEST_ESCAPE; missing += 1) {
    const text = parsedString(`${token.slice(0, token.length - missing)}"`);
    if (text !== undefined) return text;
  }
  return undefined;
}

function skipBlanks(tokens: readonly string[], from: number): number {
  return /^\s/.test(tokens[from] ?? '') ? from + 1 : from;
}

/** Where the last token of the value that begins here stands. */
function endOfValue(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at] === '{' || tokens[at] === '[') depth += 1;
    else if (tokens[at] === '}' || tokens[at] === ']') depth -= 1;
    if (depth <= 0) return at;
  }
  return tokens.length;
}
