import type { ReadStream } from 'node:tty';

/** Outcome of reading a line: its text, the end of the input, or Ctrl-C. */
export type Line = { readonly text: string } | 'end' | 'interrupted';

/** Reads one line of a terminal in its ordinary mode, and lets go of the input again so that the process can end. */
export function readLine(stdin: ReadStream, interrupted: AbortSignal): Promise<Line> {
  const { promise, resolve } = Promise.withResolvers<Line>();
  let text = '';
  const onData = (chunk: string | Buffer) => {
    text += chunk.toString();
    const end = text.search(/[\r\n]/);
    if (end >= 0) resolve({ text: text.slice(0, end) });
  };
  const onEnd = () => resolve('end');
  const onAbort = () => resolve('interrupted');
  stdin.on('data', onData).on('end', onEnd);
  interrupted.addEventListener('abort', onAbort);
  if (interrupted.aborted) onAbort();
  stdin.resume();
  return promise.finally(() => {
    stdin.off('data', onData).off('end', onEnd).pause();
    interrupted.removeEventListener('abort', onAbort);
  });
}
