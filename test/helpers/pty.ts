import { constants } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';
import { keyBytes } from './keys.ts';
import { temporaryFolder } from './store.ts';
import { type Expected, type TerminalSize, TestTerminal } from './terminal.ts';

/** Program to start in a pseudo-terminal, and kind of that terminal. */
export interface PtyOptions extends Partial<TerminalSize> {
  /** The program; the Node of the tests unless given. */
  readonly command?: string;
  readonly args?: readonly string[];
  /** On top of a plain environment without colour or CI settings; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Moment from which the terminal answers questions about it; at once unless given. */
  readonly answersAfter?: Promise<void>;
  /** Hands an answer of the terminal on to the program; in one piece unless given. */
  readonly answer?: (data: string, send: (piece: string) => void) => void;
  /** Speed of the line to the terminal, which takes in as much as it is sent; unlimited unless given. */
  readonly bytesPerSecond?: number;
  /** The background colour (`#rrggbb`) the terminal answers with; it does not answer unless given. */
  readonly background?: string;
}

/** End of a program. */
export interface PtyExit {
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
}

/** A program that runs in a pseudo-terminal. */
export interface PtyProgram {
  readonly pid: number;
  readonly terminal: TestTerminal;
  readonly exit: Promise<PtyExit>;
  /** Returns the text on the screen. */
  screen(): string;
  /** Number of bytes that the program wrote. */
  readonly bytesWritten: number;
  /** Sends keys by name or character. After `escape`, wait for its effect: a key right behind it is Alt and that key. */
  press(...keys: readonly string[]): void;
  /** Types a text in one go. */
  type(text: string): void;
  /** Pastes a text the way the terminal does. */
  paste(text: string): void;
  /** Resolves when the screen is as expected; rejects with the screen when that takes too long or the program ends. */
  waitFor(expected: Expected, options?: { readonly timeoutMs?: number }): Promise<void>;
  resize(columns: number, rows: number): void;
  signal(name: NodeJS.Signals): void;
  /** The terminal takes nothing any more, and stays open. */
  stopReading(): void;
  /** Closes the terminal's window: the program gets SIGHUP and can write no more. */
  hangUp(): void;
  /** Number of bytes that a slow line has taken in and not yet brought to the terminal. */
  readonly bytesOnTheWay: number;
  /** Counts the bytes that the program writes in this time, to prove that it is quiet. */
  bytesDuring(milliseconds: number): Promise<number>;
}

/** Starts `presents` as it was built, in a real pseudo-terminal. */
export const startPresents = (
  args: readonly string[],
  options: Omit<PtyOptions, 'command' | 'args'> = {},
): PtyProgram =>
  startPty({
    ...options,
    // Neither a config file nor anything that a dashboard remembered is there.
    env: { XDG_STATE_HOME: temporaryFolder(), PRESENTS_CONFIG: '/dev/null', ...options.env },
    args: [resolve('dist/main.js'), ...args],
  });

/** Starts a program in a real pseudo-terminal and ends it with the test. */
export const startPty = (options: PtyOptions): PtyProgram => {
  const { command = process.execPath, args = [], columns = 120, rows = 30, cwd = process.cwd(), background } = options;
  const pty = spawn(command, [...args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: environment(options.env),
  });
  const { answersAfter, answer = (data, send) => send(data) } = options;
  const onReply = (data: string) => {
    if (answersAfter === undefined) answer(data, (piece) => pty.write(piece));
    else void answersAfter.then(() => answer(data, (piece) => pty.write(piece)));
  };
  const terminal = new TestTerminal({ columns, rows, onReply, ...(background === undefined ? {} : { background }) });
  const line = new Line(terminal, options.bytesPerSecond);
  pty.onData((data) => line.write(data));
  const exit = whenEnded(pty, terminal);
  endWithTest(pty, exit, terminal);
  const failed = exit.then((end) => new Error(`the program ended with ${end.signal ?? end.exitCode}`));

  return {
    pid: pty.pid,
    terminal,
    exit,
    screen: () => terminal.screen(),
    get bytesWritten() {
      return terminal.bytesWritten;
    },
    press: (...keys) => {
      for (const key of keys) pty.write(keyBytes(key));
    },
    type: (text) => pty.write(text),
    paste: (text) => pty.write(terminal.isBracketedPaste ? `\u001b[200~${text}\u001b[201~` : text),
    waitFor: (expected, wait) => terminal.waitFor(expected, { ...wait, failed }),
    resize: (newColumns, newRows) => {
      terminal.resize({ columns: newColumns, rows: newRows });
      pty.resize(newColumns, newRows);
    },
    signal: (name) => process.kill(pty.pid, name),
    stopReading: () => pty.pause(),
    hangUp: () => closeMaster(pty),
    get bytesOnTheWay() {
      return line.bytesOnTheWay;
    },
    bytesDuring: async (milliseconds) => {
      const before = terminal.bytesWritten;
      await delay(milliseconds);
      return terminal.bytesWritten - before;
    },
  };
};

const TICK_MS = 20;

/** Slow line between a program and a terminal far away. */
class Line {
  readonly #terminal: TestTerminal;
  readonly #bytesPerMs: number;
  #waiting = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;
  #broughtAtMs = 0;

  constructor(terminal: TestTerminal, bytesPerSecond = Number.POSITIVE_INFINITY) {
    this.#terminal = terminal;
    this.#bytesPerMs = bytesPerSecond / 1000;
  }

  get bytesOnTheWay(): number {
    if (this.#timer !== undefined) this.#bring();
    return this.#waiting.length;
  }

  write(data: string): void {
    if (this.#bytesPerMs === Number.POSITIVE_INFINITY) {
      this.#terminal.write(data);
      return;
    }
    this.#waiting = Buffer.concat([this.#waiting, Buffer.from(data)]);
    if (this.#timer !== undefined) return;
    this.#broughtAtMs = performance.now();
    this.#timer = setInterval(() => this.#bring(), TICK_MS);
  }

  #bring(): void {
    // A line brings as much on a busy machine, where ticks come late.
    const bytes = Math.floor((performance.now() - this.#broughtAtMs) * this.#bytesPerMs);
    this.#broughtAtMs += bytes / this.#bytesPerMs;
    this.#terminal.write(this.#waiting.subarray(0, bytes));
    this.#waiting = this.#waiting.subarray(bytes);
    if (this.#waiting.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TZ'];

const environment = (overrides: PtyOptions['env'] = {}): Record<string, string> => {
  const inherited = INHERITED.map((name) => [name, process.env[name]]);
  const plain = { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', TERM: 'xterm-256color', COLORTERM: 'truecolor' };
  const entries = Object.entries<string | undefined>({ ...plain, ...overrides });
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
};

const whenEnded = (pty: IPty, terminal: TestTerminal): Promise<PtyExit> =>
  new Promise((resolvePromise) => {
    pty.onExit(async ({ exitCode, signal }) => {
      await terminal.settled();
      resolvePromise({ exitCode, signal: signalName(signal) });
    });
  });

const signalName = (number: number | undefined): NodeJS.Signals | null => {
  const names = Object.entries(constants.signals).filter(([, value]) => value === number);
  return (names[0]?.[0] as NodeJS.Signals | undefined) ?? null;
};

// node-pty has this method on every terminal but leaves it out of its types.
const closeMaster = (pty: IPty): void => (pty as IPty & { destroy(): void }).destroy();

const endWithTest = (pty: IPty, exit: Promise<PtyExit>, terminal: TestTerminal): void => {
  let hasEnded = false;
  exit.then(() => {
    hasEnded = true;
  });
  onTestFinished(async () => {
    if (!hasEnded) pty.kill('SIGKILL');
    await exit;
    terminal.dispose();
  });
};
