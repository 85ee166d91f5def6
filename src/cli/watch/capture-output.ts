import type { WriteStream } from 'node:tty';
import type { Io } from '../io.ts';

/** A process whose output is taken, and what was taken. */
export interface CapturedOutput {
  readonly io: Io;
  taken(): { readonly text: string; readonly said: string };
}

/** Makes the same process with streams that keep what is written to them. */
export function captureOutput(io: Io): CapturedOutput {
  const out = captureStream(io.stdout);
  const err = captureStream(io.stderr);
  return {
    // What else belongs to the process, such as its input, is opened by the first who asks for it.
    io: Object.create(io, { stdout: { value: out.stream }, stderr: { value: err.stream } }),
    taken: () => ({ text: out.parts.join(''), said: err.parts.join('') }),
  };
}

/** A stream that keeps what is written to it, and is the given one in all else: its width, whether it is a terminal. */
function captureStream(stream: WriteStream): { readonly stream: WriteStream; readonly parts: readonly string[] } {
  const parts: string[] = [];
  const write = (text: string) => {
    parts.push(text);
    return true;
  };
  return { stream: Object.create(stream, { write: { value: write } }), parts };
}
