import { asciiGroups } from '../../text/ascii.ts';
import { cellWidth, truncate } from '../../text/width.ts';
import type { Theme, Tone } from './theme.ts';

/** A piece of a line in one colour; the text is printable already. */
export interface Segment {
  readonly text: string;
  readonly tone?: Tone;
  readonly bold?: boolean;
  readonly selected?: boolean;
  readonly inverse?: boolean;
  /** Answers a click on it; with one, `Line` answers the mouse. */
  readonly onClick?: () => void;
}

/** Returns the number of cells that the pieces take. */
export function segmentsWidth(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + cellWidth(segment.text), 0);
}

/** The pieces in at most so many cells; where words are cut away, the last one left ends in `…`. */
export function fitSegments(segments: readonly Segment[], width: number): readonly Segment[] {
  const fitted: Segment[] = [];
  let left = width;
  for (const [place, segment] of segments.entries()) {
    if (left <= 0) return segments.slice(place).some(({ text }) => text.trim() !== '') ? cutShort(fitted) : fitted;
    const text = truncate(segment.text, left);
    fitted.push({ ...segment, text });
    left -= cellWidth(text);
  }
  return fitted;
}

/** The pieces with `…` for their last cell, which may be at the end of a piece that is whole. */
function cutShort(segments: readonly Segment[]): readonly Segment[] {
  const at = segments.findLastIndex(({ text }) => text !== '');
  const last = segments[at];
  if (last === undefined || last.text.endsWith('…')) return segments;
  return [...segments.slice(0, at), { ...last, text: truncate(`${last.text} `, cellWidth(last.text)) }];
}

/** The same pieces, neighbours of one look put together. */
export function joinSegments(segments: readonly Segment[]): readonly Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (last !== undefined && isAlike(last, segment))
      joined[joined.length - 1] = { ...last, text: last.text + segment.text };
    else joined.push(segment);
  }
  return joined;
}

function isAlike(one: Segment, other: Segment): boolean {
  return (
    one.tone === other.tone &&
    one.bold === other.bold &&
    one.inverse === other.inverse &&
    one.selected === other.selected &&
    one.onClick === other.onClick
  );
}

/** As many of the pieces, the most important first, as fit in so many cells whole. */
export function wholeSegments(segments: readonly Segment[], width: number): readonly Segment[] {
  const count = segments.findIndex((_, index) => segmentsWidth(segments.slice(0, index + 1)) > width);
  return count < 0 ? segments : segments.slice(0, count);
}

/** The pieces in lines of at most so many cells, broken between words. */
export function wrapSegments(segments: readonly Segment[], width: number): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [[]];
  let used = 0;
  for (const segment of segments) {
    for (const text of segment.text.split(/(?<= )/)) {
      if (used > 0 && used + cellWidth(text.trimEnd()) > width) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push({ ...segment, text });
      used += cellWidth(text);
    }
  }
  return lines;
}

/** The pieces as one painted string. */
export function paintSegments(theme: Theme, segments: readonly Segment[]): string {
  return segments
    .map(({ text, tone = 'plain', bold, selected, inverse }) =>
      theme.paint(text, tone, {
        ...(bold === undefined ? {} : { bold }),
        ...(selected === undefined ? {} : { selected }),
        ...(inverse === undefined ? {} : { inverse }),
      }),
    )
    .join('');
}

/** Signs of keys that no sign of ASCII is like, and the names of those keys. */
const keyNames = new Map([
  ['⏎', 'Enter'],
  ['↑↓', 'Up/Down'],
  ['←→', 'Left/Right'],
]);
const keySigns = new RegExp([...keyNames.keys()].join('|'), 'g');

/** A text with the names of keys for their signs, where only ASCII is drawn: what is laid out by its width is said so before. */
export function saidIn({ style }: Pick<Theme, 'style'>, text: string): string {
  return style === 'ascii' ? asciiGroups(text.replace(keySigns, (sign) => keyNames.get(sign) ?? sign)) : text;
}

/** The pieces as ASCII says them, as far as a sign alone does not tell. */
function asAscii(segments: readonly Segment[]): readonly Segment[] {
  return segments.map((segment) => {
    const text = saidIn({ style: 'ascii' }, segment.text);
    return text === segment.text ? segment : { ...segment, text };
  });
}

/** Both ends of a line, one behind the other. */
function spokenLine(...ends: readonly (readonly Segment[])[]): string {
  return ends.map((segments) => segments.map(({ text }) => text).join('')).join('  ');
}

/** End of a line that gives way if both do not fit: the right one is dropped whole, the left one is cut. */
export type Yields = 'left' | 'right';

/**
 * One painted line of at most `width` cells: pieces at its left and its right end. Nothing is painted behind the last piece:
 * Ink takes every cell of every line apart on every frame.
 */
export function paintLine(
  theme: Theme,
  width: number,
  left: readonly Segment[],
  right: readonly Segment[] = [],
  yields: Yields = 'right',
): string {
  if (theme.isSpoken) return spokenLine(left, right);
  return paintSegments(theme, layLine(theme, width, left, right, yields));
}

/** The piece of a line that stands in a cell, counted from 0; undefined behind the last one. */
export function segmentAt(segments: readonly Segment[], x: number): Segment | undefined {
  let end = 0;
  return segments.find(({ text }) => {
    end += cellWidth(text);
    return x < end;
  });
}

/** The pieces of a line as `paintLine` paints them: those that fit, with the gap between both ends. */
export function layLine(
  theme: Theme,
  width: number,
  left: readonly Segment[],
  right: readonly Segment[] = [],
  yields: Yields = 'right',
): readonly Segment[] {
  if (theme.style === 'ascii') [left, right] = [asAscii(left), asAscii(right)];
  const isRightShown = yields === 'left' || segmentsWidth(left) + segmentsWidth(right) + 2 <= width;
  const fittedRight = isRightShown ? fitSegments(right, width) : [];
  const rightWidth = segmentsWidth(fittedRight);
  const fittedLeft = fitSegments(left, Math.max(0, width - rightWidth - (rightWidth > 0 ? 2 : 0)));
  if (rightWidth === 0) return fittedLeft;
  const gap = Math.max(0, width - rightWidth - segmentsWidth(fittedLeft));
  return [...fittedLeft, { text: ' '.repeat(gap) }, ...fittedRight];
}
