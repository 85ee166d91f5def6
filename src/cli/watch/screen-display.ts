import { formatDateTime, formatInterval, zoneName } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { shownText } from '../print/print.ts';
import { movesCursor } from '../print/style.ts';
import type { Answer, Display } from './display.ts';

// Another screen keeps the scrollback as it is; a long line is cut, so that each is one row.
const OPEN = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const CLOSE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
// A terminal that knows it shows the frame at once. No cell is emptied before it is written, so that nothing flickers elsewhere.
const BEGIN_FRAME = '\u001b[?2026h\u001b[H';
const END_LINE = '\u001b[K';
const END_FRAME = '\u001b[J\u001b[?2026l';
const DEFAULT_ROWS = 24;

/** Tells whether answers are drawn over each other: text on a terminal whose cursor moves, and which nobody listens to. */
export function takesFrames({ io, format, settings }: Context): boolean {
  return format === 'text' && io.stdout.isTTY && movesCursor(io.env) && !settings.screenReader;
}

/** Makes what draws each answer over the one before, on a screen of its own, and leaves the last one in the scrollback. */
export function createScreenDisplay(context: Context, intervalMs: number): Display {
  const { stdout } = context.io;
  const listeners: (() => void)[] = [];
  let shown: Answer | undefined;
  let trouble = '';
  const draw = () => stdout.write(shownText(context, frameOf(context, { intervalMs, shown, trouble })));
  // What is shown was laid out for another width: it is drawn as it is until the next answer is there.
  const onResize = () => {
    draw();
    for (const listener of listeners) listener();
  };
  stdout.on('resize', onResize);
  stdout.write(OPEN);
  return {
    async show(answer) {
      trouble = '';
      shown = answer;
      draw();
    },
    sayTrouble(reason) {
      trouble = reason;
      draw();
    },
    onStale: (listener) => listeners.push(listener),
    close() {
      stdout.off('resize', onResize);
      stdout.write(CLOSE + (shown?.text ?? ''));
    },
  };
}

interface Shown {
  readonly intervalMs: number;
  readonly shown: Answer | undefined;
  readonly trouble: string;
}

function frameOf({ io, paintOut }: Context, { intervalMs, shown, trouble }: Shown): string {
  const { rows = DEFAULT_ROWS } = io.stdout;
  const time = shown === undefined ? '' : `${formatDateTime(shown.at, false)} ${zoneName(shown.at, false)}   `;
  const every = paintOut(`${time}every ${formatInterval(intervalMs)}   Ctrl-C ends`, 'muted');
  const stale = trouble === '' ? [] : [paintOut(`! ${trouble} Trying again.`, 'warn')];
  const head = [every, ...stale, ''];
  const body = `${shown?.text ?? ''}${shown?.said ?? ''}`.trimEnd().split('\n');
  const lines = [...head, ...cut(body, rows - head.length, (left) => paintOut(`… ${left} more lines`, 'muted'))];
  return `${BEGIN_FRAME}${lines.map((line) => line + END_LINE).join('\n')}${END_FRAME}`;
}

function cut(lines: readonly string[], most: number, rest: (left: number) => string): readonly string[] {
  if (lines.length <= most) return lines;
  const kept = Math.max(0, most - 1);
  return [...lines.slice(0, kept), rest(lines.length - kept)];
}
