import type { WriteStream } from 'node:tty';
import { toAscii } from '../text/ascii.ts';
import { showsAsciiAlone } from '../text/charset.ts';
import type { Io } from './io.ts';

/** Tells whether a command line is answered in ASCII, as far as that is known before its options and settings are read. */
export function isAsciiWanted(argv: readonly string[], env: Io['env']): boolean {
  if (argv.includes('--no-ascii')) return false;
  return argv.includes('--ascii') || showsAsciiAlone(env);
}

/** The same process with a stderr that writes in ASCII alone. On stdout only texts for people are: whoever prints one passes it through `shownText`. */
export function asciiIo(io: Io): Io {
  // The stream is opened by the first who asks for it, so that this one too is made when it is asked for.
  return Object.create(io, { stderr: { get: () => asciiStream(io.stderr) } });
}

/** A stream that writes texts in ASCII alone, and is the given one in all else. */
function asciiStream<Stream extends Pick<WriteStream, 'write'>>(stream: Stream): Stream {
  const write = (data: string | Uint8Array, ...more: readonly unknown[]) =>
    Reflect.apply(stream.write, stream, [typeof data === 'string' ? toAscii(data) : data, ...more]);
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === 'write') return write;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
