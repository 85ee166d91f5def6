import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import { onTestFinished, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { reportError } from '../../src/cli/print/report-error.ts';
import { runCli } from '../../src/cli/run.ts';
import type { DashboardOptions } from '../../src/model/dashboard-options.ts';

/** The moment at which the reference database was answered for. */
export const REFERENCE_NOW = new Date('2026-11-20T12:00:00Z');

/** Surroundings of a command. */
export interface CliWorld {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True when all three streams are a terminal, or the ones that are; none unless given. */
  readonly isTTY?: boolean | { readonly stdin?: boolean; readonly stdout?: boolean; readonly stderr?: boolean };
  /** The terminal's width; 100 unless given. */
  readonly columns?: number;
  /** The terminal's height, if it tells one. */
  readonly rows?: number;
  /** All of standard input. */
  readonly input?: string;
  /** The lines a person types, each when a question is asked; `null` is the end of the input. */
  readonly answers?: readonly (string | null)[];
  /** Presses Ctrl-C as soon as stderr holds this text. */
  readonly interruptAt?: string;
  /** Presses Ctrl-C as soon as this holds of all that was written. */
  readonly interruptWhen?: (output: { readonly stdout: string; readonly stderr: string }) => boolean;
  /** Told all that was written so far, after each write. */
  readonly onOutput?: (output: { readonly stdout: string; readonly stderr: string }) => void;
  readonly busyTimeoutMs?: number;
  readonly now?: Date;
  readonly openDashboard?: (options: DashboardOptions) => Promise<number>;
}

/** Results of a command. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A new folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'presents-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that holds a copy of the reference database under its ordinary name. */
export function referenceFolder(): string {
  const folder = temporaryFolder();
  copyFileSync('test/fixtures/reference.db', join(folder, 'predict_presents.db'));
  return folder;
}

/** Runs a command in this process, with streams that are looked at, and a clock that stands. */
export async function runInProcess(argv: readonly string[], world: CliWorld): Promise<CliResult> {
  const { isTTY = false, columns = 100 } = world;
  const terminals = typeof isTTY === 'object' ? isTTY : { stdin: isTTY, stdout: isTTY, stderr: isTTY };
  const interruption = new AbortController();
  const answers = [...(world.answers ?? [])];
  const stdin = createInput(terminals.stdin === true, world.input);
  const tell = () => {
    const output = { stdout: stdout.text(), stderr: stderr.text() };
    world.onOutput?.(output);
    if (world.interruptWhen?.(output) === true) interruption.abort();
  };
  const size = { columns, ...(world.rows !== undefined && { rows: world.rows }) };
  const stdout = createOutput({ isTTY: terminals.stdout === true, ...size }, tell);
  const stderr = createOutput({ isTTY: terminals.stderr === true, ...size }, (text) => {
    tell();
    if (world.interruptAt !== undefined && text.includes(world.interruptAt)) interruption.abort();
    else if (/\[y\/N\]\S* $/.test(text) && answers.length > 0) stdin.answer(answers.shift() ?? null);
  });
  const io: Io = {
    stdin: stdin.stream,
    stdout: stdout.stream,
    stderr: stderr.stream,
    // The config file of whoever runs the tests is none of theirs.
    env: { TERM: 'xterm', PRESENTS_CONFIG: '/dev/null', ...world.env },
    cwd: world.cwd,
    actor: 'tester@host',
    now: () => world.now ?? REFERENCE_NOW,
    setToUtc: () => {
      vi.stubEnv('TZ', 'UTC');
      onTestFinished(() => void vi.unstubAllEnvs());
    },
    interrupted: interruption.signal,
    busyTimeoutMs: world.busyTimeoutMs ?? 50,
    openDashboard: world.openDashboard ?? (() => Promise.reject(new Error('The dashboard was opened.'))),
  };
  const exitCode = await runCli(argv, io, '9.9.9').catch((error: unknown) => reportError(error, io, argv));
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function createInput(
  isTTY: boolean,
  input?: string,
): { readonly stream: ReadStream; answer(line: string | null): void } {
  const stream = Object.assign(new PassThrough(), { isTTY });
  if (input !== undefined) stream.end(input);
  return {
    stream: stream as unknown as ReadStream,
    answer: (line) => (line === null ? stream.end() : stream.write(`${line}\n`)),
  };
}

function createOutput(
  terminal: { readonly isTTY: boolean; readonly columns: number; readonly rows?: number },
  onWrite: (textSoFar: string) => void = () => undefined,
): { readonly stream: WriteStream; text(): string } {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      text += chunk.toString();
      onWrite(text);
      done();
    },
  });
  return { stream: Object.assign(stream, terminal) as unknown as WriteStream, text: () => text };
}
