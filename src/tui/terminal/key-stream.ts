import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { type Clock, systemClock } from '../../live/clock.ts';

/** Time that a lone Escape is held, in milliseconds, while an answer is due that may begin with it. */
const escapeMs = 300;

/** Time for which keys are kept back at most, in milliseconds. */
const heldMs = 250;

/** Keys that need nothing of what is on the screen: Escape, the tabs, help, back, Ctrl-C. */
const freeKey = /^(?:[\x03\t\x1bq?\d]|\x1b\[Z)$/;

/**
 * The terminal's input, one key at a time. A terminal hands over what was typed fast, or pasted, as one piece (`jj`, or
 * `acme` with its Return); what comes after the first key must meet the screen that the first key made, so each is let
 * through only after the screen had its turn, and what the screen shows may hold them back a little longer. Escape sequences stay whole, and the terminal's answers to questions (OSC, and
 * the device attributes) go to whoever asked, never to the keys.
 *
 * The terminal is in raw mode from `takeOver` to `giveBack`, whatever Ink asks for: an answer that comes while Ink is being
 * put up or taken down must not be echoed.
 */
export class KeyStream extends PassThrough {
  readonly isTTY = true;
  /** True while an answer is on its way; until it arrives, input that may be its beginning is no key. */
  isReplyDue = false;
  /** Time of the last key. */
  lastKeyAtMs = Number.NEGATIVE_INFINITY;
  readonly #source: ReadStream;
  readonly #clock: Clock;
  readonly #waiting: string[] = [];
  readonly #replyListeners = new Set<(reply: string) => void>();
  #unfinished = '';
  readonly #holds = new Set<object>();
  #isScheduled = false;
  #isTaken = true;
  #letGoOfEscape = () => {};

  constructor(source: ReadStream, clock: Clock = systemClock) {
    super();
    this.#source = source;
    this.#clock = clock;
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

  /** Keeps keys back, except those that leave the screen, until the returned function is called, and 250 ms at most. */
  hold(): () => void {
    const hold = {};
    this.#holds.add(hold);
    const stopWaiting = this.#clock.after(heldMs, () => release());
    const release = (): void => {
      stopWaiting();
      this.#holds.delete(hold);
      this.#schedule();
    };
    return release;
  }

  /** Begins to pass keys on, unechoed. */
  takeOver(): void {
    this.#isTaken = true;
    this.#source.setRawMode(true);
  }

  /** Passes no more keys on, and ends raw mode when all that was asked is answered: whoever comes next must not get it. */
  async giveBack(answered: Promise<void>): Promise<void> {
    this.#isTaken = false;
    this.#waiting.length = 0;
    this.read();
    await answered;
    this.#source.setRawMode(false);
  }

  /** Lets go of the terminal's input. */
  release(): void {
    this.#letGoOfEscape();
    this.#source.off('data', this.#receive);
    this.#source.pause();
  }

  /** Nothing: the mode is not Ink's to change. */
  setRawMode(): this {
    return this;
  }

  /** Nothing, as of `setRawMode`. */
  ref(): this {
    return this;
  }

  /** Nothing, as of `setRawMode`. */
  unref(): this {
    return this;
  }

  readonly #receive = (chunk: string): void => {
    this.#letGoOfEscape();
    // Whoever presses Ctrl-C while a paste has no end waits for none.
    const isGivenUp = chunk === CTRL_C && this.#unfinished.startsWith(PASTE_START);
    const { keys, unfinished } = splitKeys(isGivenUp ? chunk : this.#unfinished + chunk, this.isReplyDue);
    this.#unfinished = unfinished;
    this.#take(keys);
    if (/^\x1b\[?$/.test(unfinished)) this.#letGoOfEscape = this.#clock.after(escapeMs, this.#takeUnfinished);
  };

  readonly #takeUnfinished = (): void => {
    const { keys } = splitKeys(this.#unfinished);
    this.#unfinished = '';
    this.#take(keys);
  };

  #take(keys: readonly string[]): void {
    for (const key of keys) {
      if (replyPattern.test(key)) for (const listener of this.#replyListeners) listener(key);
      else if (this.#isTaken) {
        this.#waiting.push(key);
        this.lastKeyAtMs = this.#clock.now().getTime();
      }
    }
    if (!this.#isScheduled) this.#deliver();
  }

  /** Gives `Readable` one key at a time, also before anybody has read. */
  override read(size?: number): unknown {
    const key: unknown = super.read(size);
    if (key !== null) this.#schedule();
    return key;
  }

  #schedule(): void {
    const [next] = this.#waiting;
    if (this.#isScheduled || next === undefined || this.#isHeld(next)) return;
    this.#isScheduled = true;
    setImmediate(this.#deliver);
  }

  readonly #deliver = (): void => {
    this.#isScheduled = false;
    const [next] = this.#waiting;
    // The key before is still unread while the screens are being loaded.
    if (this.readableLength > 0 || next === undefined || this.#isHeld(next)) return;
    this.#waiting.shift();
    this.write(next);
    this.#schedule();
  };

  #isHeld(key: string): boolean {
    return this.#holds.size > 0 && !freeKey.test(key);
  }
}

// A whole bracketed paste, a CSI or SS3 sequence, an OSC or one of its kin, a lone or Alt-ed Escape, or one character.
const keyPattern =
  /\x1b\[200~.*?\x1b\[201~|\x1b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|\x1bO.|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\x1b]|./gsu;

// An answer (OSC, DCS, the device attributes, or a place below the first row, whose own looks like F3), which is no key.
const replyPattern = /^\x1b(?:[\]P]|\[\?[\d;]*c$|\[(?:[2-9]|[1-9]\d+);\d+R$)/;

// An answer that is cut by the end of the piece: as narrow as the answers that are asked for, and bounded, so that a stray
// start (Alt with a bracket) never swallows what is typed after it.
const unfinishedPattern = /\x1b(?:\[20{0,2}|\](?:\d{1,2}(?:;[^\x07\x1b]{0,100}\x1b?)?)?|\[\?[\d;]{0,30})$/;

// The same while an answer is due, which may be cut anywhere.
const unfinishedReplyPattern =
  /\x1b(?:\](?:\d{1,2}(?:;[^\x07\x1b]{0,100}\x1b?)?)?|\[(?:20{0,2}|\?[\d;]{0,30}|\d{1,4}(?:;\d{0,4})?)?)?$/;

const CTRL_C = '\u0003';
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
/** Limit of the kept part of an unfinished paste: more than any prompt takes. */
const KEPT_PASTE = 16_384;
/** No keyboard types so much between two looks at it. */
const LONGEST_BURST = 1024;

/** A piece of terminal input as its keys, and the beginning of an answer or of a paste whose rest is still to come. */
export function splitKeys(
  piece: string,
  isReplyDue = false,
): { readonly keys: readonly string[]; readonly unfinished: string } {
  const keys: string[] = [];
  let rest = piece;
  for (let start = rest.indexOf(PASTE_START); start >= 0; start = rest.indexOf(PASTE_START)) {
    keys.push(...keysIn(rest.slice(0, start)));
    const end = endOfPaste(rest, start);
    if (end < 0) return { keys, unfinished: shortened(rest.slice(start)) };
    keys.push(`${PASTE_START}${rest.slice(start, end).replaceAll(/\x1b\[20[01]~/g, '')}${PASTE_END}`);
    rest = rest.slice(end);
  }
  const unfinished = (isReplyDue ? unfinishedReplyPattern : unfinishedPattern).exec(rest)?.[0] ?? '';
  keys.push(...keysIn(unfinished ? rest.slice(0, -unfinished.length) : rest));
  return { keys, unfinished };
}

function keysIn(text: string): readonly string[] {
  const keys = text.match(keyPattern) ?? [];
  // A terminal that marks no paste hands it over like keys; only a paste holds a line feed among other text, or is so long.
  const isPaste = keys.length > 1 && !text.includes('\u001b') && (text.includes('\n') || keys.length > LONGEST_BURST);
  return isPaste ? [`${PASTE_START}${text}${PASTE_END}`] : keys;
}

/** Returns the end of a paste: after its last end mark, so a mark within the text does not turn its rest into keys. */
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
