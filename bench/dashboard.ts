import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import { keyBytes } from '../test/helpers/keys.ts';
import { type Expected, type TerminalSize, TestTerminal } from '../test/helpers/terminal.ts';
import { type Usage, usageOf } from './process-usage.ts';

/** Terminal and database on which the dashboard is opened. */
export interface DashboardOptions extends Partial<TerminalSize> {
  readonly databasePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The output that a key called forth, in milliseconds after the key. */
export interface Frame {
  readonly firstByteMs: number;
  readonly lastByteMs: number;
  readonly bytes: number;
}

interface Chunk {
  readonly atMs: number;
  readonly data: string;
}

/** Output has ended when so long nothing came: longer than a frame's parts are apart, shorter than frames are. */
export const QUIET_MS = 30;

const PATIENCE_MS = 400;
const POLL_MS = 2;
const STARTS_WITHIN_MS = 30_000;
const ENDS_WITHIN_MS = 3000;

/** The built dashboard in a pseudo-terminal, with the time of every piece of its output. */
export class TimedDashboard {
  readonly terminal: TestTerminal;
  readonly startedAt = performance.now();
  readonly #size: TerminalSize;
  readonly #pty: ReturnType<typeof spawn>;
  readonly #exit: Promise<number>;
  readonly #chunks: Chunk[] = [];

  constructor({ databasePath, env, columns = 120, rows = 36 }: DashboardOptions) {
    this.#size = { columns, rows };
    this.#pty = spawn(process.execPath, [resolve('dist/main.js'), '--db', databasePath], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      env: { ...env, COLORTERM: 'truecolor', LANG: 'C.UTF-8' },
    });
    this.terminal = this.#newTerminal((reply) => this.#pty.write(reply));
    this.#pty.onData((data) => {
      this.#chunks.push({ atMs: performance.now(), data });
      this.terminal.write(data);
    });
    this.#exit = new Promise((tell) => this.#pty.onExit(({ exitCode }) => tell(exitCode)));
  }

  /** Resolves when the screen is as expected. */
  async waitFor(expected: Expected, timeoutMs = STARTS_WITHIN_MS): Promise<void> {
    const failed = this.#exit.then((code) => new Error(`The dashboard ended with ${code}.`));
    await this.terminal.waitFor(expected, { timeoutMs, failed });
  }

  /** Sends a key and returns when it was sent. */
  press(key: string): number {
    const pressedAt = performance.now();
    this.#pty.write(keyBytes(key));
    return pressedAt;
  }

  /** Sends a key and measures the output until it is quiet; undefined where the key changes nothing on the screen. */
  async frameAfter(key: string): Promise<Frame | undefined> {
    const seen = this.#chunks.length;
    const pressedAt = this.press(key);
    for (;;) {
      await delay(POLL_MS);
      const last = this.#chunks.length > seen ? this.#chunks.at(-1) : undefined;
      if (last === undefined && performance.now() - pressedAt > PATIENCE_MS) return undefined;
      if (last === undefined || performance.now() - last.atMs < QUIET_MS) continue;
      await this.terminal.settled();
      if (last === this.#chunks.at(-1) && !this.terminal.isMidUpdate) break;
    }
    const output = this.#chunks.slice(seen);
    return {
      firstByteMs: (output[0]?.atMs ?? Number.NaN) - pressedAt,
      lastByteMs: (output.at(-1)?.atMs ?? Number.NaN) - pressedAt,
      bytes: output.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0),
    };
  }

  /** Resolves when nothing was written for so long. */
  async quiet(quietMs: number, patienceMs = STARTS_WITHIN_MS): Promise<void> {
    const startedAt = performance.now();
    const lastAt = () => Math.max(startedAt, this.#chunks.at(-1)?.atMs ?? 0);
    while (performance.now() - lastAt() < quietMs && performance.now() - startedAt < patienceMs) await delay(POLL_MS);
  }

  /** Plays all output again, and tells the screen after each piece that ends a frame, with the time when it came. */
  async replay(look: (screen: string, atMs: number) => void): Promise<void> {
    const terminal = this.#newTerminal(() => undefined);
    for (const { data, atMs } of this.#chunks) {
      terminal.write(data);
      await terminal.settled();
      if (!terminal.isMidUpdate) look(terminal.screen(), atMs);
    }
    terminal.dispose();
  }

  usage(): Usage {
    return usageOf(this.#pty.pid);
  }

  /** Asks it to end as a service manager would. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.#pty.kill('SIGKILL'), ENDS_WITHIN_MS);
    this.#pty.kill('SIGTERM');
    await this.#exit;
    clearTimeout(timer);
    this.terminal.dispose();
  }

  #newTerminal(onReply: (data: string) => void): TestTerminal {
    return new TestTerminal({ ...this.#size, background: '#16161e', onReply });
  }
}
