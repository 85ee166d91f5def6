import { cellWidth } from '../../src/text/width.ts';
import { createTheme } from '../../src/tui/theme/theme.ts';

/** Characters that control, hide, reorder or break text; no line of output holds any of them. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/v;

/** More marks on one letter than any script has. */
const FLOOD = /[\p{Mn}\p{Me}]{3,}/v;

const tones = [
  'muted',
  'good',
  'warn',
  'bad',
  'accent',
  'chart',
  'second',
  'frame',
  'strong',
  'title',
  'plain',
] as const;

/** The colour sequences that the dark theme paints with. */
function paintSequences(): ReadonlySet<string> {
  const theme = createTheme('dark');
  const painted = tones.flatMap((tone) => [
    theme.paint('x', tone, { bold: true }),
    theme.paint('x', tone, { selected: true }),
  ]);
  // Inverse is the cursor of ink-text-input.
  return new Set([
    ...painted.flatMap((text) => text.match(/\u001b\[[\d;]*m/g) ?? []),
    '\u001b[0m',
    '\u001b[7m',
    '\u001b[27m',
  ]);
}

// Moves of the cursor, erasing, and the modes that the dashboard uses; their numbers are those of a small terminal.
const FRAME_SEQUENCE =
  /^\u001b\[(?:\d{0,3}[ABCDEFGK]|(?:\d{1,2}(?:;\d{1,3})?)?H|[0-3]?J|\?(?:7|25|1000|1002|1006|1049|2004|2026)[hl])$/;

const SEQUENCE = /\u001b\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]/g;

/** The first thing in what a screen wrote that the program would not write by itself; undefined where there is none. */
export function strangerInFrames(raw: string): string | undefined {
  const painted = paintSequences();
  const stranger = raw.match(SEQUENCE)?.find((found) => !painted.has(found) && !FRAME_SEQUENCE.test(found));
  return stranger ?? strangerInText(raw.replaceAll(SEQUENCE, '').replaceAll(/\r?\n/g, ' '));
}

/** The first thing in a plain text of one line that harms a terminal, with what stands around it. */
export function strangerInText(text: string): string | undefined {
  const found = HARMFUL.exec(text) ?? FLOOD.exec(text);
  return found === null ? undefined : JSON.stringify(text.slice(Math.max(0, found.index - 20), found.index + 20));
}

/** The first line that is wider than the terminal. */
export function lineBeyond(lines: readonly string[], columns: number): string | undefined {
  return lines.find((line) => cellWidth(line) > columns);
}

/** Returns the places of the frames' corners and of the headings, which no data may move. */
export function skeleton(lines: readonly string[], columnsOf: (line: string, at: number) => number): readonly string[] {
  return lines.flatMap((line, y) =>
    [...line.matchAll(/[╭╮╰╯│]/gu)].map((corner) => `${corner[0]} at ${columnsOf(line, corner.index)},${y}`),
  );
}
