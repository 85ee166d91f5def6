import type { ReadStream, WriteStream } from 'node:tty';
import { render } from 'ink';
import { cellWidth } from '../../text/width.ts';
import type { ShownFrame } from '../context/shown-frame.ts';
import type { KeyStream } from '../terminal/key-stream.ts';
import type { Transcript } from '../terminal/transcript.ts';
import { sectionsOf } from '../theme/spoken-marks.ts';
import { Root, type RootProps } from './root.tsx';

/** The cells that a screen is laid out for where it is read out: all of its panels, and no more facts than are listened to. */
const spokenSize = { columns: 108, rows: 36 } as const;

const pasteMode = /^\u001b\[\?2004[hl]$/;

/** An output for Ink that hands on whole frames, and nothing of what moves a cursor. */
function paper(stdout: WriteStream, draw: (frame: string) => void): WriteStream {
  const write = (data: string, onWritten?: () => void) => {
    if (onWritten) setImmediate(onWritten);
    if (pasteMode.test(data)) return stdout.write(data);
    if (data !== '' && !data.startsWith('\u001b')) draw(data);
    return true;
  };
  return new Proxy(stdout, {
    get: (target, name) => {
      if (name === 'write') return write;
      return name === 'columns' || name === 'rows' ? spokenSize[name] : Reflect.get(target, name);
    },
  });
}

/** Reads the dashboard out, line by line, until it is left; rejects where a screen failed to render. */
export async function readOut(
  root: RootProps,
  terminal: {
    readonly keys: KeyStream;
    readonly stdout: WriteStream;
    readonly transcript: Transcript;
    readonly frames: ShownFrame;
    readonly interrupted: AbortSignal;
  },
): Promise<void> {
  const { keys, stdout, transcript, frames, interrupted } = terminal;
  if (interrupted.aborted || keys.writableEnded) return;
  const draw = (frame: string) => {
    transcript.draw(frame);
    const lines = sectionsOf(frame).flatMap((section) => section.lines);
    frames.keep({ columns: Math.max(1, ...lines.map(cellWidth)), rows: lines.length, lines });
  };
  const instance = render(<Root {...root} />, {
    stdin: keys as unknown as ReadStream,
    stdout: paper(stdout, draw),
    exitOnCtrlC: false,
    interactive: true,
    concurrent: true,
    isScreenReaderEnabled: true,
    // Ink hands over each frame as a whole then, and erases nothing.
    debug: true,
  });
  const stopHearing = keys.onKey(() => transcript.keyPressed());
  const leave = () => instance.unmount();
  interrupted.addEventListener('abort', leave);
  keys.once('finish', leave);
  await instance.waitUntilExit().finally(() => {
    interrupted.removeEventListener('abort', leave);
    stopHearing();
    transcript.end();
  });
}
