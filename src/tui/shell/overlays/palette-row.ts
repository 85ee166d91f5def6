import type { ChartStyle } from '../../../text/area-chart.ts';
import { hitsOf, type Wanted } from '../../../text/ranking.ts';
import { pad } from '../../../text/width.ts';
import { keyNamer } from '../../keys/keymap.ts';
import { fitSegments, joinSegments, type Segment, saidIn, segmentsWidth } from '../../theme/segments.ts';
import type { Tone } from '../../theme/theme.ts';
import type { PaletteEntry } from '../palette-sources/palette-entry.ts';

const kindWidth = 9;
const keyWidth = 9;
const leastLabelWidth = 32;
/** Below this the kind is left out. */
const leastWidthWithKind = 56;

/** The keys of the palette. */
export const paletteHints = [
  ['⏎', 'run'],
  ['↑↓', 'choose'],
  ['Esc', 'close'],
  ['>', 'actions'],
  ['@', 'users'],
  ['/', 'routes'],
] as const;

/** A row of the palette: the label with the letters that matched, what is said about it, its kind and its key. */
export function paletteRow(
  entry: PaletteEntry,
  wanted: Wanted,
  { width, isSelected, style }: { readonly width: number; readonly isSelected: boolean; readonly style: ChartStyle },
): readonly Segment[] {
  const isGrey = entry.reason !== undefined;
  const key = entry.key === undefined ? '' : keyNamer(style)(entry.key);
  const right: Segment[] = [
    { text: width >= leastWidthWithKind ? ` ${pad(entry.kind, kindWidth, 'left')}` : ' ', tone: 'muted' },
    { text: pad(key, keyWidth, 'right'), tone: isGrey ? 'muted' : 'accent' },
  ];
  const room = width - segmentsWidth(right);
  const label = labelSegments(saidIn({ style }, entry.label), wanted, isGrey ? 'muted' : 'plain');
  const mark: Segment = { text: isSelected ? '❯ ' : '  ', tone: 'accent', bold: true };
  const detail: Segment = { text: `  ${saidIn({ style }, detailOf(entry))}`, tone: 'muted' };
  // Why it cannot work is worth more than the end of a long label.
  const labelRoom = isGrey ? Math.max(leastLabelWidth, room - segmentsWidth([detail])) : room;
  const named = fitSegments([mark, ...label], labelRoom);
  // The beginning of a command is none; of a reason and a note it says something.
  const isCut = segmentsWidth([mark, ...label, detail]) > room;
  const left = fitSegments(isCut && commandOf(entry) !== undefined ? named : [...named, detail], room);
  const gap: Segment = { text: ' '.repeat(Math.max(0, room - segmentsWidth(left))) };
  return [...left, gap, ...right].map((segment) => onRow(segment, isSelected));
}

function detailOf(entry: PaletteEntry): string {
  return entry.reason ?? entry.note ?? commandOf(entry) ?? '';
}

/** The command that is shown behind the label, if neither a reason nor a note is. */
function commandOf({ reason, note, command }: PaletteEntry): string | undefined {
  return reason === undefined && note === undefined && command !== undefined ? `presents ${command}` : undefined;
}

function labelSegments(label: string, wanted: Wanted, tone: Tone): readonly Segment[] {
  if (wanted.text === '') return [{ text: label, tone }];
  const hits = new Set(hitsOf(label, wanted));
  let at = 0;
  const letters = Array.from(label, (text): Segment => {
    const isHit = hits.has(at);
    at += text.length;
    return isHit ? { text, tone: 'accent', bold: true } : { text, tone };
  });
  return joinSegments(letters);
}

function onRow(segment: Segment, isSelected: boolean): Segment {
  return isSelected ? { ...segment, selected: true } : segment;
}
