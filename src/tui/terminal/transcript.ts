import type { Clock } from '../../live/clock.ts';
import { cellWidth } from '../../text/width.ts';
import { type SectionKind, type SpokenSection, sectionsOf } from '../theme/spoken-marks.ts';
import { changedLines, isProgress, selectedFirst } from './spoken-changes.ts';

/** Times in milliseconds: without another frame until what a key did is read, the same while something is typed, and between two announcements. */
const settledMs = 80;
const typedMs = 600;
const announcementMs = 10_000;
/** A question that is not answered for so long, in milliseconds, is not waited for. */
const patienceMs = 5000;
/** The outcome of work that takes longer, in milliseconds, is told by no key any more. */
const longestWorkMs = 60_000;
const mostTypedLines = 3;

/** A screen as it is read out. */
type Screen = Readonly<Partial<Record<SectionKind, SpokenSection>>>;

/**
 * Reads the dashboard out as lines that are written one after the other, and never again. What a key changed is read as soon as it
 * stands; what changes by itself is not, but for the state of the data and messages, of which one is announced in ten seconds at most.
 */
export class Transcript {
  readonly #write: (text: string) => void;
  readonly #clock: Clock;
  #shown: Screen = {};
  /** Screen that a person knows: changes are told against it. */
  #known: Screen = {};
  /** True from a key until its change is read; at the start, too. */
  #isAwaited = true;
  /** True when it was read that work goes on which a key began. */
  #isContinued = false;
  #keyAtMs: number;
  readonly #holds = new Set<object>();
  readonly #readKeys = new Set<string>();
  #told = { state: '', message: '' };
  #announcedAtMs = Number.NEGATIVE_INFINITY;
  /** The prompt at the end of the last line, which its text is written behind as it is typed. */
  #prompt: SpokenSection['prompt'] = null;
  /** Text of the prompt when it was last read out: with another one, somebody is typing. */
  #readTyped = '';
  #stopSettling = () => {};
  #stopAnnouncing = () => {};

  constructor(write: (text: string) => void, clock: Clock) {
    this.#write = write;
    this.#clock = clock;
    this.#keyAtMs = clock.now().getTime();
  }

  /** Takes the screen as it is now, as Ink writes it for screen readers. */
  draw(frame: string): void {
    this.#shown = Object.fromEntries(sectionsOf(frame).map((section) => [section.kind, section]));
    if (this.#shown.message?.id === '') this.#told = { ...this.#told, message: '' };
    this.#echo();
    if (this.#isAwaited) this.#settle();
    else this.#announce();
  }

  /** A key is about to be answered: what it changes is read. */
  keyPressed(): void {
    if (!this.#isAwaited) {
      // Behind a dialog the screen may change; that is told when it is seen again.
      const screen = this.#shown.dialog ? this.#known.screen : this.#shown.screen;
      this.#known = { ...this.#shown, ...(screen && { screen }) };
    }
    this.#isAwaited = true;
    this.#isContinued = false;
    this.#keyAtMs = this.#clock.now().getTime();
    this.#settle();
  }

  /** Waits with reading until the returned function is called, but not for long: the answers of a screen that opens are on their way. */
  readonly hold = (): (() => void) => {
    const hold = {};
    this.#holds.add(hold);
    const release = () => {
      stop();
      if (this.#holds.delete(hold) && this.#isAwaited) this.#settle();
    };
    const stop = this.#clock.after(patienceMs, release);
    return release;
  };

  /** Ends the last line. */
  end(): void {
    this.#stopSettling();
    this.#stopAnnouncing();
    this.#endPrompt();
  }

  #settle(): void {
    this.#stopSettling();
    const prompt = this.#promptNow();
    const isTyping = this.#prompt !== null && prompt !== null && prompt.typed !== this.#readTyped;
    this.#stopSettling = this.#clock.after(isTyping ? typedMs : settledMs, () => {
      if (this.#holds.size === 0) this.#read();
    });
  }

  #read(): void {
    const { state, message, screen, dialog, keys } = this.#shown;
    const [part, known] = dialog ? [dialog, this.#known.dialog] : [screen, this.#known.screen];
    const goesOn =
      [...(part?.lines ?? []), ...(message?.lines ?? [])].some(isProgress) &&
      this.#clock.now().getTime() < this.#keyAtMs + longestWorkMs;
    // That it goes on was read; the next to be read is what came of it.
    if (this.#isContinued && goesOn) {
      this.#announce();
      return;
    }
    const news = this.#news();
    const isNew = part !== undefined && part.id !== known?.id;
    const lines = isNew ? selectedFirst(part.lines) : changedLines(known?.lines ?? [], part?.lines ?? []);
    // What is typed comes first; of what follows from it, a list would drown it.
    const read = !isNew && this.#promptNow() !== null ? lines.slice(0, mostTypedLines) : lines;
    const areKeysNew = !dialog && keys !== undefined && isNew && !this.#readKeys.has(keys.id);
    if (areKeysNew) this.#readKeys.add(keys.id);
    this.#say([...news, ...read, ...(areKeysNew ? keys.lines : [])], isNew);
    this.#isContinued = true;
    this.#isAwaited = goesOn;
    this.#known = dialog ? { ...this.#shown, ...(this.#known.screen && { screen: this.#known.screen }) } : this.#shown;
    if (state) this.#told = { ...this.#told, state: state.id };
    this.#readTyped = this.#promptNow()?.typed ?? '';
    this.#showPrompt();
  }

  /** Lines of the state and the message that nobody has heard yet; they count as told. */
  #news(): readonly string[] {
    const { state, message } = this.#shown;
    const isStateNew = state !== undefined && state.id !== this.#told.state;
    const isMessageNew = message !== undefined && message.id !== '' && message.id !== this.#told.message;
    if (isStateNew || isMessageNew) {
      this.#told = { state: state?.id ?? '', message: message?.id ?? '' };
      this.#stopAnnouncing();
    }
    return [
      ...(isStateNew ? changedLines(this.#known.state?.lines ?? [], state.lines) : []),
      ...(isMessageNew ? message.lines : []),
    ];
  }

  /** Tells what changed by itself, when the last announcement is long enough ago. */
  #announce(): void {
    const { state, message } = this.#shown;
    this.#stopAnnouncing();
    const isOld = state?.id === this.#told.state && (message?.id ?? '') === this.#told.message;
    if (isOld) return;
    const waitMs = Math.max(0, this.#announcedAtMs + announcementMs - this.#clock.now().getTime());
    this.#stopAnnouncing = this.#clock.after(waitMs, () => {
      if (this.#isAwaited && !this.#isContinued) return;
      const news = this.#news();
      if (news.length === 0) return;
      this.#announcedAtMs = this.#clock.now().getTime();
      this.#say(news, false);
      this.#known = { ...this.#known, ...(this.#shown.state && { state: this.#shown.state }) };
      this.#showPrompt();
    });
  }

  #say(lines: readonly string[], isApart: boolean): void {
    if (lines.length === 0) return;
    this.#endPrompt();
    const isFirst = this.#known.screen === undefined && this.#known.dialog === undefined;
    this.#write(`${isApart && !isFirst ? '\n' : ''}${lines.join('\n')}\n`);
  }

  #promptNow(): SpokenSection['prompt'] {
    const { dialog, screen } = this.#shown;
    return dialog ? dialog.prompt : (screen?.prompt ?? null);
  }

  /** Writes what is typed behind its prompt, as a shell does: a screen reader says each letter. */
  #echo(): void {
    const [from, to] = [this.#prompt, this.#promptNow()];
    if (from === null) return;
    if (to === null || to.name !== from.name) {
      this.#endPrompt();
      return;
    }
    if (to.typed === from.typed) return;
    if (to.typed.startsWith(from.typed)) this.#write(to.typed.slice(from.typed.length));
    else if (from.typed.startsWith(to.typed)) this.#write('\b \b'.repeat(cellWidth(from.typed.slice(to.typed.length))));
    else this.#write(`\n${promptName(to.name)} ${to.typed}`);
    this.#prompt = to;
  }

  #showPrompt(): void {
    const prompt = this.#promptNow();
    if (prompt === null || this.#prompt !== null) return;
    this.#write(`${promptName(prompt.name)} ${prompt.typed}`);
    this.#prompt = prompt;
  }

  #endPrompt(): void {
    if (this.#prompt === null) return;
    this.#write('\n');
    this.#prompt = null;
  }
}

function promptName(name: string): string {
  return name.endsWith(':') ? name : `${name}:`;
}
