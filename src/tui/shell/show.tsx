import type { ReadStream, WriteStream } from 'node:tty';
import { render } from 'ink';
import type { ChartStyle } from '../../text/area-chart.ts';
import { asciiCells } from '../../text/ascii.ts';
import type { ShownFrame } from '../context/shown-frame.ts';
import type { FramePace } from '../terminal/frame-pace.ts';
import type { KeyStream } from '../terminal/key-stream.ts';
import type { RepeatProbe } from '../terminal/repeat-probe.ts';
import { Root, type RootProps } from './root.tsx';

/** Ink draws what came while it waited only after so many milliseconds; frames are paced behind it, by what the terminal takes. */
const maxFps = 1000;

/** Ends whatever the dashboard has switched on: a frame, reports about the mouse, pasting in brackets, lines that do not wrap, the alternate screen. */
const giveTerminalBack = ['?2026l', '?1006l', '?1000l', '?2004l', '?7h', '?1049l', '?25h']
  .map((mode) => `\u001b[${mode}`)
  .join('');

/** Start of the frames that Ink writes itself, when the window shrinks and when it ends. */
const inkClear = '\u001b[1;1H\u001b[J';

/**
 * The terminal's output on loan: what is written after it was taken back reaches nobody. Nor does a frame that Ink writes as a
 * whole: `ink/log-update.ts` is told it too, and writes what differs.
 */
function lend(
  stdout: WriteStream,
  pace: FramePace,
  repeats: RepeatProbe,
  { style, frames }: { readonly style: ChartStyle; readonly frames: ShownFrame },
): { readonly lent: WriteStream; readonly takeBack: () => void } {
  // Ink waits with its end until all is written; whoever opened the terminal does, and not for ever.
  let write = (data: string, onWritten?: () => void) => {
    if (onWritten) setImmediate(onWritten);
    return data === '' || data.startsWith(inkClear) || stdout.write(style === 'ascii' ? asciiCells(data) : data);
  };
  // Ink draws before the effects of a screen that opens, which may keep the frame back.
  const paced = (draw: () => number) => queueMicrotask(() => pace.draw(draw));
  const lent = new Proxy(stdout, {
    get: (target, name) => {
      if (name === 'write') return write;
      if (name === 'repeats') return repeats;
      if (name === 'frames') return frames;
      return name === 'pace' ? paced : Reflect.get(target, name);
    },
  });
  const takeBack = () => {
    write = () => true;
  };
  return { lent, takeBack };
}

/** Shows the dashboard in the alternate screen until it is left; rejects where a screen failed to render. */
export async function show(
  root: RootProps,
  terminal: {
    readonly keys: KeyStream;
    readonly stdout: WriteStream;
    readonly pace: FramePace;
    readonly repeats: RepeatProbe;
    readonly frames: ShownFrame;
    readonly interrupted: AbortSignal;
  },
): Promise<void> {
  const { keys, stdout, pace, repeats, frames, interrupted } = terminal;
  // What came while everything was being loaded is not told again.
  if (interrupted.aborted || keys.writableEnded) return;
  const { lent, takeBack } = lend(stdout, pace, repeats, { style: root.style, frames });
  const instance = render(<Root {...root} />, {
    // Ink types its streams by their classes; this is all that it uses of an input.
    stdin: keys as unknown as ReadStream,
    stdout: lent,
    exitOnCtrlC: false,
    // Where a CI variable is set in a person's shell, the dashboard is a dashboard all the same.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    concurrent: true,
    maxFps,
  });
  const broken = Promise.withResolvers<never>();
  // Ink draws a last frame before it gives the terminal back; if drawing fails, it would never come to that.
  const leave = () => {
    try {
      instance.unmount();
    } catch (error) {
      // React has not ended: effects still to come would switch modes on again, or draw.
      takeBack();
      stdout.write(giveTerminalBack);
      broken.reject(error);
    }
  };
  interrupted.addEventListener('abort', leave);
  keys.once('finish', leave);
  await Promise.race([instance.waitUntilExit(), broken.promise]);
  interrupted.removeEventListener('abort', leave);
}
