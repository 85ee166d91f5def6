import type { WriteStream } from 'node:tty';
import { toAscii } from '../text/ascii.ts';
import { showsAsciiAlone } from '../text/charset.ts';
import type { Io } from './io.ts';

/** Tells whether a command line is answered in ASCII, as far as that is known before its options and settings are read. */
export function isAsciiWanted(argv: readonly string[], env: Io['env']): boolean {
  if (argv.includes('--no-ascii')) return false;
  return argv.includes('--ascii') || showsAsciiAlone(env);
}

/** The same process with streams that write texts in ASCII alone. What a program reads must stay as it is: then `isForPeople` is false, and stderr alone does. */
export function asciiIo(io: Io, { isForPeople }: { readonly isForPeople: boolean }): Io {
  // The streams are opened by the first who asks for them, so that these too are made when they are asked for.
  return Object.create(io, {
    stderr: { get: () => asciiStream(io.stderr) },
    ...(isForPeople && { stdout: { get: () => asciiStream(io.stdout) } }),
  });
}

/** A stream that writes texts in ASCII alone, and is the given one in all else. */
export function asciiStream<Stream extends Pick<WriteStream, 'write'>>(stream: Stream): Stream {
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
