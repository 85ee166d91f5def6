/** A command line of bash up to its cursor: its words, and the last one as it is typed. */
export interface BashLine {
  /** The words as a program gets them; the last one goes up to the cursor. */
  readonly words: readonly string[];
  /** The last word with its quotes. */
  readonly raw: string;
  /** The quote that is open at the cursor, and its place in `raw`. */
  readonly quote: { readonly sign: '"' | "'"; readonly at: number } | undefined;
}

/** Reads the words of the last command in a line, without expanding anything. */
export function readBashLine(line: string): BashLine {
  let words: string[] = [];
  let value = '';
  let start: number | undefined;
  let quote: '"' | "'" | undefined;
  let quoteAt = 0;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    const isBlank = quote === undefined && /\s/.test(sign);
    if (!isBlank) start ??= at;
    if (quote === undefined && /[;|&\n]/.test(sign)) {
      words = [];
      value = '';
      start = undefined;
    } else if (isBlank) {
      if (start !== undefined) words.push(value);
      value = '';
      start = undefined;
    } else if (sign === '\\' && quote !== "'") {
      const next = line.charAt(at + 1);
      // Between double quotes it escapes these alone.
      value += quote === undefined || /["\\$`]/.test(next) ? next : sign + next;
      at += 1;
    } else if (sign === quote) quote = undefined;
    else if (quote === undefined && (sign === '"' || sign === "'")) {
      quote = sign;
      quoteAt = at;
    } else value += sign;
  }
  const from = start ?? line.length;
  return {
    words: [...words, value],
    raw: line.slice(from),
    quote: quote === undefined ? undefined : { sign: quote, at: quoteAt - from },
  };
}

/**
 * Returns a word as bash has to insert it in place of what it takes for the last one: behind the last of `breaks` that is not
 * quoted, or behind the quote that is open. Undefined if the word does not go on from what stands before that.
 */
export function bashReply(word: string, { raw, words, quote }: BashLine, breaks: string): string | undefined {
  if (quote !== undefined) {
    const before = unquotedBefore(raw, quote.at);
    if (!word.startsWith(before)) return undefined;
    const rest = word.slice(before.length);
    return quote.sign === "'" ? rest.replaceAll("'", `'\\''`) : rest.replace(/["\\$`]/g, '\\$&');
  }
  const typed = words.at(-1) ?? '';
  const kept = raw.slice(0, endOfBreak(raw, breaks));
  // What is typed stays as it is; a quote in it that was closed is not taken up again.
  if (/["']/.test(raw.replace(/\\./gs, '')) || !word.startsWith(typed)) return undefined;
  const whole = escaped(word);
  return whole.startsWith(kept) ? whole.slice(kept.length) : undefined;
}

function unquotedBefore(raw: string, at: number): string {
  return readBashLine(raw.slice(0, at)).words.at(-1) ?? '';
}

/** The place behind the last break that no backslash stands before; before it where bash takes it into the word that it completes. */
function endOfBreak(raw: string, breaks: string): number {
  for (let at = raw.length - 1; at >= 0; at -= 1) {
    const sign = raw.charAt(at);
    if (breaks.includes(sign) && raw.charAt(at - 1) !== '\\') return sign === '@' ? at : at + 1;
  }
  return 0;
}

function escaped(word: string): string {
  return word.replace(/[^\p{L}\p{N}\p{M}%+,./:=@_-]/gu, '\\$&');
}
