/** JSON text in lines, indented by two blanks a level, and how much of the text they hold. */
export interface JsonLines {
  readonly lines: readonly string[];
  /** The offset behind what the lines hold; less than the text's length only where `maxLines` was reached. */
  readonly end: number;
}

interface Limits {
  readonly maxLines: number;
  /** Deeper levels are indented no further. */
  readonly maxIndent: number;
}

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

// A string, closed or cut off; a sign of the structure; any other word, as NaN, which some writers make.
const TOKEN = /\s*(?:("[^"\\]*(?:\\.[^"\\]*)*("?))|([{}[\],:])|([^\s{}[\],:"]+))/sy;
const DEEPEST_LINES: Limits = { maxLines: Number.POSITIVE_INFINITY, maxIndent: Number.POSITIVE_INFINITY };

/**
 * JSON text indented, every token as it is written: nothing is parsed into a value and printed again. What is cut off or broken
 * is indented as far as it is JSON, and the rest stands as it is. Text that is no JSON object or list keeps its own lines.
 */
export function jsonLines(text: string, limits: Limits = DEEPEST_LINES): JsonLines {
  if (!/^\s*[{[]/.test(text)) return plainLines(text, limits);
  const layout = new Layout(limits);
  const end = layoutTokens(text, layout);
  const rest = text.slice(end);
  if (layout.isFull) return { lines: layout.lines, end };
  // Several values are no JSON, nor is a bracket with anything behind it.
  if (rest.trim() !== '' && (layout.depth === 0 || layout.valueCount === 0)) return plainLines(text, limits);
  if (rest.trim() === '') return { lines: layout.lines, end: text.length };
  const plain = plainLines(rest.trimStart(), { ...limits, maxLines: limits.maxLines - layout.lines.length });
  return { lines: [...layout.lines, ...plain.lines], end: text.length - rest.trimStart().length + plain.end };
}

function plainLines(text: string, { maxLines }: Limits): JsonLines {
  const all = text.split('\n');
  const lines = all.slice(0, maxLines);
  return { lines, end: lines.length === all.length ? text.length : lines.join('\n').length };
}

/** Lays the tokens out as far as they are JSON, and answers the offset behind the last one. */
function layoutTokens(text: string, layout: Layout): number {
  const pattern = new RegExp(TOKEN);
  let end = 0;
  for (;;) {
    pattern.lastIndex = end;
    const [, quoted, quote, sign, word] = pattern.exec(text) ?? [];
    const token = quoted ?? sign ?? word;
    if (token === undefined || quote === '' || layout.isFull || !layout.take(token, quoted !== undefined)) return end;
    end = pattern.lastIndex;
  }
}

/** The lines so far, and what may come next. */
class Layout {
  readonly lines: string[] = [''];
  readonly #limits: Limits;
  readonly #closers: ('}' | ']')[] = [];
  #expected: Expected = 'value';
  #isAfterOpening = false;
  #isAfterComma = false;
  valueCount = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get depth(): number {
    return this.#closers.length;
  }

  get isFull(): boolean {
    return this.lines.length >= this.#limits.maxLines;
  }

  /** Puts a token to the lines; false where JSON has no place for it. */
  take(token: string, isString: boolean): boolean {
    if (token === '}' || token === ']') return this.#close(token);
    if (token === ',') return this.#pass('comma or end', ',', this.#closers.at(-1) === '}' ? 'key' : 'value');
    if (token === ':') return this.#pass('colon', ': ', 'value');
    const isKey = this.#expected === 'key' || this.#expected === 'key or end';
    if (isKey ? !isString : !this.#expected.startsWith('value')) return false;
    if (this.#isAfterOpening || this.#isAfterComma) this.#break();
    [this.#isAfterOpening, this.#isAfterComma] = [false, false];
    this.#append(token);
    if (token === '{' || token === '[') this.#open(token);
    else {
      this.valueCount += 1;
      this.#expected = isKey ? 'colon' : this.#next();
    }
    return true;
  }

  #open(token: '{' | '['): void {
    this.#closers.push(token === '{' ? '}' : ']');
    this.#expected = token === '{' ? 'key or end' : 'value or end';
    this.#isAfterOpening = true;
  }

  #close(token: '}' | ']'): boolean {
    const mayEnd = this.#expected.endsWith('or end') && this.#closers.at(-1) === token;
    if (!mayEnd) return false;
    this.#closers.pop();
    if (!this.#isAfterOpening) this.#break();
    this.#isAfterOpening = false;
    this.#append(token);
    this.valueCount += 1;
    this.#expected = this.#next();
    return true;
  }

  #pass(expected: Expected, shown: string, next: Expected): boolean {
    if (this.#expected !== expected) return false;
    this.#append(shown);
    this.#isAfterComma = shown === ',';
    this.#expected = next;
    return true;
  }

  #next(): Expected {
    return this.#closers.length === 0 ? 'nothing' : 'comma or end';
  }

  #append(text: string): void {
    this.lines.push((this.lines.pop() ?? '') + text);
  }

  #break(): void {
    this.lines.push(' '.repeat(Math.min(this.#limits.maxIndent, 2 * this.#closers.length)));
  }
}
