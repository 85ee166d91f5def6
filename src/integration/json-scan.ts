import { isCountName, isSecretName } from './secret-names.ts';
import type { TextRules } from './secret-text.ts';

/** How JSON is scanned; `inString` blanks what a string holds. */
export interface ScanRules extends TextRules {
  readonly inString: (content: string) => string;
}

/** An object or a list that is open, with what would be secret if it turns out to name a secret. */
interface Frame {
  readonly isList: boolean;
  key: string | undefined;
  /** How many elements a list has so far. */
  count: number;
  isOfSecret: boolean;
  /** Where the values begin. */
  readonly values: number[];
  isNextSecret: boolean;
}

// A string that may have been cut off, a mark, a literal, blanks. Every character is of one of them, so nothing is lost.
const TOKEN = /"(?:[^"\\]|\\.)*(?:"|\\?$)|[{}[\],:]|[^\s"{}[\],:]+|\s+/gs;
// The beginning of one: `\u00e`.
const LONGEST_ESCAPE = 6;
const LABEL =
  /(?:^|[^a-z])(?:name|key|field|header|param|parameter|property|prop|attribute|attr|id|label|variable|var|option|type|kind|k|n)$/;
const VALUE = /(?:^|[^a-z])(?:values?|vals?|v|contents?|data|text|raw|input|answer|string|current|new|old|default)\d*$/;
const LONGEST_LABEL = 64;

/** Blanks secrets in JSON, whole or cut off, by names before them and beside them; everything else stays to the letter. */
export class JsonScan {
  readonly #rules: ScanRules;

  constructor(rules: ScanRules) {
    this.#rules = rules;
  }

  apply(text: string): string {
    const tokens = text.match(TOKEN) ?? [];
    const kept = [...tokens];
    const frames: Frame[] = [newFrame(false)];
    for (let at = 0; at < tokens.length; at += 1) at = this.#step(tokens, kept, { frames, at });
    for (const frame of frames) this.#close(tokens, kept, { frame, isCut: true });
    return kept.join('');
  }

  /** Takes a token, or a secret value whole, and returns where the last token of that stands. */
  #step(tokens: readonly string[], kept: string[], { frames, at }: { readonly frames: Frame[]; readonly at: number }) {
    const token = tokens[at] ?? '';
    const frame = frames.at(-1) ?? newFrame(false);
    if (token === '{' || token === '[') {
      this.#noteValue(frame, at);
      frames.push(newFrame(token === '['));
    } else if (token === '}' || token === ']') {
      if (frames.length > 1) frames.pop();
      this.#close(tokens, kept, { frame, isCut: false });
    } else if (token === ',') {
      frame.key = undefined;
    } else if (token.startsWith('"')) {
      return this.#string(tokens, kept, { frame, at });
    } else if (token !== ':' && !/^\s/.test(token)) {
      this.#noteValue(frame, at);
    }
    return at;
  }

  #string(tokens: readonly string[], kept: string[], { frame, at }: { readonly frame: Frame; readonly at: number }) {
    const token = tokens[at] ?? '';
    const content = contentOf(token);
    const colon = skipBlanks(tokens, at + 1);
    kept[at] = this.#blanked(token, content);
    if (frame.isList || tokens[colon] !== ':') {
      this.#noteValue(frame, at, content);
      return at;
    }
    const from = skipBlanks(tokens, colon + 1);
    frame.key = content;
    if (from >= tokens.length || !this.#rules.covers(content) || isCount(content, tokens[from])) return colon;
    frame.key = undefined;
    return this.#blank(tokens, kept, from);
  }

  /** Notes a value that may be named by another beside it. */
  #noteValue(frame: Frame, at: number, content?: string): void {
    const isSecret = content !== undefined && content.length <= LONGEST_LABEL && this.#rules.covers(content);
    if (frame.isList) {
      if (frame.isNextSecret) frame.values.push(at);
      frame.isNextSecret = isSecret && frame.count % 2 === 0;
      frame.count += 1;
      return;
    }
    const key = (frame.key ?? '').replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
    if (isSecret && LABEL.test(key)) frame.isOfSecret = true;
    else if (VALUE.test(key)) frame.values.push(at);
  }

  #close(
    tokens: readonly string[],
    kept: string[],
    { frame, isCut }: { readonly frame: Frame; readonly isCut: boolean },
  ): void {
    const isSecret = frame.isList ? isCut || frame.count % 2 === 0 : frame.isOfSecret;
    if (isSecret) for (const from of frame.values) this.#blank(tokens, kept, from);
  }

  /** Blanks the value that begins here, and returns where its last token stands. */
  #blank(tokens: readonly string[], kept: string[], from: number): number {
    // What lies in a blanked one is blanked already.
    if (kept[from] === '') return from;
    const to = endOfValue(tokens, from);
    for (let at = from; at <= to && at < tokens.length; at += 1) {
      const token = tokens[at] ?? '';
      if (token.startsWith('"')) this.#rules.found(contentOf(token));
      else if (/^[^\s{}[\],:]/.test(token)) this.#rules.found(token);
      kept[at] = '';
    }
    kept[from] = `"${this.#rules.blank}"`;
    return to;
  }

  /** A string whose content is text or JSON itself, which may have been cut off. */
  #blanked(token: string, content: string): string {
    const blanked = this.#rules.inString(content);
    if (blanked === content) return token;
    const written = JSON.stringify(blanked);
    return token.length > 1 && parsedString(token) !== undefined ? written : written.slice(0, -1);
  }
}

function newFrame(isList: boolean): Frame {
  return { isList, key: undefined, count: 0, isOfSecret: false, values: [], isNextSecret: false };
}

function isCount(name: string, value = ''): boolean {
  return /^-?\d/.test(value) && isSecretName(name) && isCountName(name);
}

function contentOf(token: string): string {
  return token.includes('\\') ? (parsedString(token) ?? startOfString(token)) : token.replace(/^"|"$/g, '');
}

function parsedString(token: string): string | undefined {
  try {
    return String(JSON.parse(token));
  } catch {
    return undefined;
  }
}

/** What a string that was cut off, or is not quite one, begins with; the cut may have gone through an escape. */
function startOfString(token: string): string {
  for (let missing = 0; missing < LONGEST_ESCAPE; missing += 1) {
    const text = parsedString(`${token.slice(0, token.length - missing)}"`);
    if (text !== undefined) return text;
  }
  return token.replace(/^"|"$/g, '');
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
