/** A line of JSON text: `text` begins with so many blanks of `indent`, and the source is told up to `end`. */
export interface JsonLine {
  readonly text: string;
  readonly indent: number;
  readonly end: number;
}

// A string, closed or cut off; a sign of the structure; any other word, as NaN, which some writers make.
// Blanks are those of JSON: any other is a character that counts.
const TOKEN = /[ \t\n\r]*(?:("[^"\\]*(?:\\.[^"\\]*)*("?))|([{}[\],:])|([^ \t\n\r{}[\],:"]+))/sy;
const OPENING = /^\ufeff?[ \t\n\r]*[{[]/;
const NOT_BLANK = /[^ \t\n\r]/;
// What is JSON up to here is told as JSON, whatever comes behind it.
const BEGINNING = 16_384;

/**
 * Indents JSON text by two blanks a level, `maxIndent` at most, every token as it is written: nothing is parsed into a value and
 * printed again. What is cut off or broken is indented as far as it is JSON, and the rest stands as it is. Text that is no JSON
 * object or list keeps its own lines. A line is made when it is asked for.
 */
export function* jsonLines(text: string, maxIndent: number = Number.POSITIVE_INFINITY): Generator<JsonLine> {
  if (!OPENING.test(text)) return yield* plainLines(text);
  const layout = new Layout(text.startsWith('\ufeff') ? '\ufeff' : '', maxIndent);
  const pattern = new RegExp(TOKEN);
  while (takeToken(text, pattern, layout)) if (layout.end > BEGINNING) yield* layout.completeLines();
  const rest = text.slice(layout.end);
  const isBlank = !NOT_BLANK.test(rest);
  // Several values are no JSON, nor is a bracket with anything behind it.
  const isJson = isBlank || (layout.depth > 0 && layout.valueCount > 0);
  if (!isJson && layout.end <= BEGINNING) return yield* plainLines(text);
  yield* layout.allLines(isBlank ? text.length : layout.end);
  if (!isBlank) yield* plainLines(text, layout.end + rest.search(NOT_BLANK));
}

function* plainLines(text: string, start = 0): Generator<JsonLine> {
  for (let at = start; ; ) {
    const lineEnd = text.indexOf('\n', at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    yield { text: text.slice(at, end), indent: 0, end };
    if (lineEnd < 0) return;
    at = lineEnd + 1;
  }
}

/** Lays the next token out; false if there is none that JSON has a place for. */
function takeToken(text: string, pattern: RegExp, layout: Layout): boolean {
  pattern.lastIndex = layout.end;
  const [, quoted, quote, sign, word] = pattern.exec(text) ?? [];
  const token = quoted ?? sign ?? word;
  if (token === undefined || quote === '' || !layout.take(token, quoted !== undefined)) return false;
  layout.end = pattern.lastIndex;
  return true;
}

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/** The line that is being written and those before it, and what may come next. */
class Layout {
  #complete: JsonLine[] = [];
  #line: string;
  #indent = 0;
  readonly #maxIndent: number;
  readonly #closers: ('}' | ']')[] = [];
  #expected: Expected = 'value';
  #isAfterOpening = false;
  #isAfterComma = false;
  valueCount = 0;
  /** The offset behind the last token. */
  end: number;

  /** Begins with what stands before the first token. */
  constructor(start: string, maxIndent: number) {
    this.#line = start;
    this.end = start.length;
    this.#maxIndent = maxIndent;
  }

  get depth(): number {
    return this.#closers.length;
  }

  /** The lines that nothing more comes to, each once. */
  completeLines(): readonly JsonLine[] {
    const lines = this.#complete;
    if (lines.length > 0) this.#complete = [];
    return lines;
  }

  /** All lines that are left; the last one ends at `end`. */
  allLines(end: number): readonly JsonLine[] {
    return [...this.completeLines(), { text: this.#line, indent: this.#indent, end }];
  }

  /** Puts a token to the lines; false if JSON has no place for it. */
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
    this.#line += text;
  }

  #break(): void {
    this.#complete.push({ text: this.#line, indent: this.#indent, end: this.end });
    this.#indent = Math.min(this.#maxIndent, 2 * this.#closers.length);
    this.#line = ' '.repeat(this.#indent);
  }
}
