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
    const { keys, unfinished } = splitKeys(this.#unfinished + chunk);
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
const unfinishedPattern = /\x1b(?:\](?:\d{1,2}(?:;[^\x07\x1b]{0,100}\x1b?)?)?|\[\?[\d;]{0,30})$/;

/** A piece of terminal input as its keys, and the beginning of an answer whose rest is still to come. */
export function splitKeys(piece: string): { readonly keys: readonly string[]; readonly unfinished: string } {
  const unfinished = unfinishedPattern.exec(piece)?.[0] ?? '';
  const whole = unfinished ? piece.slice(0, -unfinished.length) : piece;
  return { keys: whole.match(keyPattern) ?? [], unfinished };
}
