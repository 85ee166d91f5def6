import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';

/** A program to run, and where. */
export interface Program {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
}

/** Receiver of what a program writes, line by line, and the signal that interrupts it. */
export interface ProgramWatch {
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Runs a program without a terminal and without input, and resolves with its exit code. Rejects if it cannot be started. */
export async function runProgram(
  { words: [command = '', ...words], env, workingDirectory }: Program,
  { onLine, signal }: ProgramWatch,
): Promise<number> {
  const child = spawn(command, words, { env: { ...env }, cwd: workingDirectory, stdio: ['ignore', 'pipe', 'pipe'] });
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);
  const lines = [child.stdout, child.stderr].map((stream) => {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    stream.on('data', (data: Buffer) => {
      const [first = '', ...more] = decoder.write(data).split(/\r?\n/);
      const whole = [rest + first, ...more];
      rest = whole.pop() ?? '';
      for (const line of whole) onLine(line);
    });
    return () => rest !== '' && onLine(rest);
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', reject);
  child.once('close', (code) => resolve(code ?? 130));
  try {
    return await promise;
  } finally {
    for (const end of lines) end();
    signal.removeEventListener('abort', interrupt);
  }
}
