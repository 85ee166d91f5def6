import { Readable, Writable } from 'node:stream';
import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';
import { type Instance, type RenderOptions, render as renderWithInk } from 'ink';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { keyBytes } from './keys.ts';
import { type Cell, type Expected, type TerminalSize, TestTerminal } from './terminal.ts';

/** The size of the terminal, and how Ink draws in it; 120x30, the alternate screen, changed lines only unless given. */
export type TestRenderOptions = Partial<TerminalSize> &
  Pick<RenderOptions, 'alternateScreen' | 'incrementalRendering' | 'maxFps' | 'exitOnCtrlC' | 'concurrent'> & {
    /** Wraps lines whatever the program says, so that a line that is too long shows. */
    readonly alwaysWraps?: boolean;
    /** Filter between the keyboard and Ink; none unless given. */
    readonly input?: (keyboard: ReadStream) => ReadStream;
    /** Told each screen as Ink writes it for screen readers, in place of the terminal. */
    readonly heard?: (screen: string) => void;
  };

/** Draws an element with real Ink; resolves when the first frame is on the screen. The test's end takes it down. */
export const render = async (node: ReactNode, options: TestRenderOptions = {}): Promise<Rendered> => {
  const {
    columns = 120,
    rows = 30,
    alwaysWraps = false,
    input = (keyboard) => keyboard,
    heard,
    ...inkOptions
  } = options;
  const stdin = new FakeStdin();
  const onReply = (data: string) => stdin.push(data);
  const terminal = new TestTerminal({ columns, rows, alwaysWraps, convertEol: true, onReply });
  const stdout = new FakeStdout(
    terminal,
    { columns, rows },
    () => {
      for (const listener of frameListeners) listener();
    },
    heard,
  );
  const counter = { frames: 0 };
  const frameListeners = new Set<() => void>();
  const ink = renderWithInk(node, {
    stdout,
    stderr: stdout,
    stdin: input(stdin as unknown as ReadStream),
    interactive: true,
    patchConsole: false,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 1000,
    onRender: () => {
      counter.frames += 1;
    },
    ...(heard && { isScreenReaderEnabled: true, debug: true, alternateScreen: false }),
    ...inkOptions,
  });
  const rendered = new Rendered({ ink, terminal, stdin, stdout, counter, frameListeners });
  onTestFinished(() => rendered.unmount());
  await rendered.flush();
  return rendered;
};

interface Parts {
  readonly ink: Instance;
  readonly terminal: TestTerminal;
  readonly stdin: FakeStdin;
  readonly stdout: FakeStdout;
  readonly counter: { readonly frames: number };
  readonly frameListeners: Set<() => void>;
}

/** An app that real Ink draws in a terminal in memory. */
export class Rendered {
  readonly terminal: TestTerminal;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.terminal = parts.terminal;
  }

  /** Returns the text on the screen. */
  screen(): string {
    return this.terminal.screen();
  }

  /** Returns the lines on the screen. */
  lines(): readonly string[] {
    return this.terminal.lines();
  }

  /** The colours and styles where this text stands. */
  cellOf(text: string): Cell {
    return this.terminal.cellOf(text);
  }

  /** Number of times that Ink rendered. */
  get frames(): number {
    return this.#parts.counter.frames;
  }

  /** Tells when something new stands on the screen. Returns the way to stop. */
  onFrame(listener: () => void): () => void {
    const { frameListeners } = this.#parts;
    frameListeners.add(listener);
    return () => frameListeners.delete(listener);
  }

  /** Number of bytes that Ink wrote. */
  get bytesWritten(): number {
    return this.terminal.bytesWritten;
  }

  /** True when the app has the keyboard to itself. */
  get isRawMode(): boolean {
    return this.#parts.stdin.isRaw;
  }

  /** Presses keys by name or character, one after the other; resolves when the screen has answered each. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.type(keyBytes(key));
  }

  /** Sends a text in one burst, as fast typing over a slow line does. */
  async type(text: string): Promise<void> {
    this.#parts.stdin.push(text);
    // What stands before Ink may hand over one key a turn.
    for (let turn = 0; turn <= text.length; turn++) await immediate();
    // Ink holds a lone Escape this long, in case it begins a sequence; timers of equal length fire in the order they were set.
    if (text.endsWith('\u001b')) await delay(20);
    await this.flush();
  }

  /** Pastes a text the way the terminal does. */
  paste(text: string): Promise<void> {
    return this.type(this.terminal.isBracketedPaste ? `\u001b[200~${text}\u001b[201~` : text);
  }

  /** Gives the terminal another size. */
  async resize(columns: number, rows: number): Promise<void> {
    this.#parts.stdout.resize({ columns, rows });
    await this.flush();
  }

  /** Resolves when everything that is under way in this process is on the screen. */
  async flush(): Promise<void> {
    const progress = () => this.frames + this.bytesWritten;
    // Answers may follow on answers: go on until two rounds bring nothing new.
    let before = -1;
    for (let quietRounds = 0; quietRounds < 2; quietRounds = before === progress() ? quietRounds + 1 : 0) {
      before = progress();
      await immediate();
      await this.#inkHasRendered();
      await this.terminal.settled();
    }
  }

  // Ink waits for the next frame where React has work left, and work in hidden parts of the tree makes none.
  async #inkHasRendered(): Promise<void> {
    const given = new AbortController();
    const patience = delay(100, undefined, { signal: given.signal }).catch(() => undefined);
    await Promise.race([this.#parts.ink.waitUntilRenderFlush(), patience]);
    given.abort();
  }

  /** Resolves when the screen is as expected, for what comes from a worker or another process. */
  waitFor(expected: Expected, options: { readonly timeoutMs?: number } = {}): Promise<void> {
    return this.terminal.waitFor(expected, options);
  }

  /** Draws another element in place of the one at hand. */
  async rerender(node: ReactNode): Promise<void> {
    this.#parts.ink.rerender(node);
    await this.flush();
  }

  /** Takes the app down; resolves when the terminal has been restored. */
  async unmount(): Promise<void> {
    this.#parts.ink.unmount();
    await this.waitUntilExit().catch(() => undefined);
    await this.terminal.settled();
  }

  /** Settles as Ink's own: when the app has left, or failed. */
  waitUntilExit(): Promise<unknown> {
    return this.#parts.ink.waitUntilExit();
  }
}

/** The output side of a terminal, as far as Ink knows it. */
class FakeStdout extends Writable {
  readonly isTTY = true;
  readonly #terminal: TestTerminal;
  readonly #onShown: () => void;
  readonly #heard: ((screen: string) => void) | undefined;
  columns: number;
  rows: number;

  constructor(terminal: TestTerminal, size: TerminalSize, onShown: () => void, heard?: (screen: string) => void) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#onShown = onShown;
    this.#heard = heard;
    this.columns = size.columns;
    this.rows = size.rows;
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    if (this.#heard) {
      const text = chunk.toString();
      if (text !== '' && !text.startsWith('\u001b')) this.#heard(text);
      done();
      return;
    }
    this.#terminal.write(chunk, () => {
      if (!this.#terminal.isMidUpdate) this.#onShown();
      done();
    });
  }

  resize(size: TerminalSize): void {
    this.#terminal.resize(size);
    this.columns = size.columns;
    this.rows = size.rows;
    this.emit('resize');
  }
}

/** The keyboard side of a terminal, as far as Ink knows it. */
class FakeStdin extends Readable {
  readonly isTTY = true;
  isRaw = false;

  override _read(): void {}

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  ref(): void {}

  unref(): void {}
}
