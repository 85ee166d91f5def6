import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';

/**
 * The terminal's input, one key at a time. A terminal hands over what was typed fast, or pasted, as one piece (`jj`, or
 * `acme` with its Return); what comes after the first key must meet the screen that the first key made, so each is let
 * through only after the screen had its turn. Escape sequences stay whole, and the terminal's answers to questions (OSC, and
 * the device attributes) go to whoever asked, never to the keys.
 */
export class KeyStream extends PassThrough {
  readonly isTTY = true;
  readonly #source: ReadStream;
  readonly #waiting: string[] = [];
  readonly #replyListeners = new Set<(reply: string) => void>();
  #unfinished = '';
  #isScheduled = false;

  constructor(source: ReadStream) {
    super();
    this.#source = source;
    source.setEncoding('utf8');
    source.on('data', this.#receive);
    source.once('end', () => this.end());
    // A terminal that was closed answers with an error instead of an end.
    source.on('error', () => this.end());
  }

  /** Tells every answer of the terminal until the returned function is called. */
  onReply(listener: (reply: string) => void): () => void {
    this.#replyListeners.add(listener);
    return () => this.#replyListeners.delete(listener);
  }

  /** Lets go of the terminal's input. */
  release(): void {
    this.#source.off('data', this.#receive);
    this.#source.pause();
  }

  setRawMode(isRaw: boolean): this {
    this.#source.setRawMode(isRaw);
    return this;
  }

  ref(): this {
    this.#source.ref();
    return this;
  }

  unref(): this {
    this.#source.unref();
    return this;
  }

  readonly #receive = (chunk: string): void => {
    // Whoever presses Ctrl-C while a paste has no end waits for none.
    const isGivenUp = chunk === CTRL_C && this.#unfinished.startsWith(PASTE_START);
    const { keys, unfinished } = splitKeys(isGivenUp ? chunk : this.#unfinished + chunk);
    this.#unfinished = unfinished;
    for (const key of keys) {
      if (!replyPattern.test(key)) this.#waiting.push(key);
      else for (const listener of this.#replyListeners) listener(key);
    }
    if (!this.#isScheduled) this.#deliver();
  };

  readonly #deliver = (): void => {
    const key = this.#waiting.shift();
    if (key !== undefined) this.write(key);
    this.#isScheduled = this.#waiting.length > 0;
    if (this.#isScheduled) setImmediate(this.#deliver);
  };
}

// A whole bracketed paste, a CSI or SS3 sequence, an OSC or one of its kin, a lone or Alt-ed Escape, or one character.
const keyPattern =
  /\x1b\[200~.*?\x1b\[201~|\x1b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\x1bO.|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\x1b]|./gsu;

// An answer (OSC, DCS, or the device attributes), which is no key.
const replyPattern = /^\x1b(?:[\]P]|\[\?[\d;]*c$)/;

// An answer that is cut by the end of the piece: as narrow as the answers that are asked for, and bounded, so that a stray
// start (Alt with a bracket) never swallows what is typed after it.
const unfinishedPattern = /\x1b(?:\[20{0,2}|\](?:\d{1,2}(?:;[^\x07\x1b]{0,100}\x1b?)?)?|\[\?[\d;]{0,30})$/;

const CTRL_C = '\u0003';
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
/** What is kept of a paste whose end is still to come: more than any prompt takes. */
const KEPT_PASTE = 16_384;
/** No keyboard types so much between two looks at it. */
const LONGEST_BURST = 1024;

/** A piece of terminal input as its keys, and the beginning of an answer or of a paste whose rest is still to come. */
export function splitKeys(piece: string): { readonly keys: readonly string[]; readonly unfinished: string } {
  const keys: string[] = [];
  let rest = piece;
  for (let start = rest.indexOf(PASTE_START); start >= 0; start = rest.indexOf(PASTE_START)) {
    keys.push(...keysIn(rest.slice(0, start)));
    const end = endOfPaste(rest, start);
    if (end < 0) return { keys, unfinished: shortened(rest.slice(start)) };
    keys.push(`${PASTE_START}${rest.slice(start, end).replaceAll(/\x1b\[20[01]~/g, '')}${PASTE_END}`);
    rest = rest.slice(end);
  }
  const unfinished = unfinishedPattern.exec(rest)?.[0] ?? '';
  keys.push(...keysIn(unfinished ? rest.slice(0, -unfinished.length) : rest));
  return { keys, unfinished };
}

function keysIn(text: string): readonly string[] {
  const keys = text.match(keyPattern) ?? [];
  // A terminal that marks no paste hands it over like keys; only a paste holds a line feed among other text, or is so long.
  const isPaste = keys.length > 1 && !text.includes('\u001b') && (text.includes('\n') || keys.length > LONGEST_BURST);
  return isPaste ? [`${PASTE_START}${text}${PASTE_END}`] : keys;
}

/** Where a paste ends: behind its last mark, so that one in the pasted text does not make keys of what follows it. */
function endOfPaste(text: string, start: number): number {
  const next = text.indexOf(PASTE_START, start + PASTE_START.length);
  const last = text.lastIndexOf(PASTE_END, next < 0 ? text.length : next);
  const end = last > start ? last : text.indexOf(PASTE_END, start);
  return end < 0 ? -1 : end + PASTE_END.length;
}

/** The beginning of a paste, and its last characters, which may be half of its end. */
function shortened(paste: string): string {
  return paste.length <= KEPT_PASTE ? paste : paste.slice(0, KEPT_PASTE) + paste.slice(1 - PASTE_END.length);
}
