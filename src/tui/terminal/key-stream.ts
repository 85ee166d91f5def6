import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { type Clock, systemClock } from '../../live/clock.ts';
import { MARKED_INPUT } from '../../model/terminal-input.ts';
import { PASTE_START, replyPattern, splitKeys } from './split-keys.ts';

/** Time that a lone Escape is held, in milliseconds, while an answer is due that may begin with it. */
const escapeMs = 300;

/** Time for which keys are kept back at most, in milliseconds. */
const heldMs = 250;

const CTRL_C = '\u0003';

/** A report about the wheel: its direction, and the number of steps if several became one. */
const wheelReport = new RegExp(`^${MARKED_INPUT}\\[<(6[45]);\\d+;\\d+M(\\d*)$`, 'u');

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
  readonly #keyListeners = new Set<() => void>();
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

  /** Tells that a key is passed on, before it is answered, until the returned function is called. */
  onKey(listener: () => void): () => void {
    this.#keyListeners.add(listener);
    return () => this.#keyListeners.delete(listener);
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
        this.#wait(key);
        this.lastKeyAtMs = this.#clock.now().getTime();
      }
    }
    if (!this.#isScheduled) this.#deliver();
  }

  /** A wheel turns faster than a screen is drawn: what waits of it is one report, with the number of its steps. */
  #wait(key: string): void {
    const last = this.#waiting.at(-1);
    const [, wheel] = wheelReport.exec(key) ?? [];
    const [, lastWheel, lastCount = ''] = (last && wheelReport.exec(last)) ?? [];
    if (wheel === undefined || wheel !== lastWheel) this.#waiting.push(key);
    else this.#waiting[this.#waiting.length - 1] = `${key}${Number(lastCount || 1) + 1}`;
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
    for (const listener of this.#keyListeners) listener();
    this.write(next);
    this.#schedule();
  };

  #isHeld(key: string): boolean {
    return this.#holds.size > 0 && !freeKey.test(key);
  }
}
