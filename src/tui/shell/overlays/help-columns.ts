import { pad, truncate } from '../../../text/width.ts';
import { wrap } from '../../../text/wrap.ts';
import type { Segment } from '../../theme/segments.ts';
import type { HelpEntry, HelpSection } from './help-content.ts';

const columnGap = 3;
const leastColumnWidth = 52;
const termWidth = { wide: 17, narrow: 10 };
const narrowWidth = 44;

/** A line of a column of the help: of an entry, or of none. */
export interface HelpLine {
  readonly entry: HelpEntry | null;
  readonly segments: readonly Segment[];
}

/** The columns that are shown together. */
export type HelpPage = readonly (readonly HelpLine[])[];

/** Number and width of the columns that fit beside each other. */
export function helpColumns(width: number): { readonly count: number; readonly width: number } {
  const count = Math.max(1, Math.floor((width + columnGap) / (leastColumnWidth + columnGap)));
  return { count, width: Math.floor((width - columnGap * (count - 1)) / count) };
}

/** The sections in columns of at most `height` lines, so many beside each other, on as few pages as it takes; equally long where one is enough. */
export function helpPages(
  sections: readonly HelpSection[],
  columns: { readonly count: number; readonly width: number },
  height: number,
): readonly HelpPage[] {
  const blocks = sections.flatMap((section) => sectionBlocks(section, columns.width));
  const lineCount = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
  for (let length = Math.ceil(lineCount / columns.count); length < height; length += 1) {
    const filled = fill(blocks, length);
    if (filled.length <= columns.count) return [filled];
  }
  const filled = fill(blocks, height);
  const pages = Math.max(1, Math.ceil(filled.length / columns.count));
  return Array.from({ length: pages }, (_, page) => filled.slice(page * columns.count, (page + 1) * columns.count));
}

/** Lines that stay together. */
interface Block {
  readonly lines: readonly HelpLine[];
  readonly isHeading: boolean;
}

/** A heading stays with its first entry. */
function sectionBlocks({ title, entries }: HelpSection, width: number): readonly Block[] {
  const heading: HelpLine = { entry: null, segments: [{ text: truncate(title, width), tone: 'title' }] };
  return entries.map((entry, place) => {
    const lines = entryLines(entry, width);
    return { lines: place === 0 ? [heading, ...lines] : lines, isHeading: place === 0 };
  });
}

function entryLines(entry: HelpEntry, width: number): readonly HelpLine[] {
  const cells = width < narrowWidth ? termWidth.narrow : termWidth.wide;
  const isGrey = entry.reason !== undefined;
  // Of many keys for one thing the first ones are told.
  const term = entry.term
    .split('  ')
    .reduce((told, key) => (told === '' || told.length + 2 + key.length > cells ? told || key : `${told}  ${key}`), '');
  const texts = wrap(entry.text, Math.max(8, width - cells - 3));
  return texts.map((text, place) => ({
    entry,
    segments: [
      { text: `  ${pad(place === 0 ? term : '', cells, 'left')} `, tone: isGrey ? 'muted' : 'accent', bold: !isGrey },
      { text, tone: isGrey ? 'muted' : 'plain' },
    ],
  }));
}

function fill(blocks: readonly Block[], height: number): readonly (readonly HelpLine[])[] {
  const columns: HelpLine[][] = [];
  for (const { lines, isHeading } of blocks) {
    const column = columns.at(-1);
    const gap: readonly HelpLine[] = isHeading && column !== undefined ? [{ entry: null, segments: [] }] : [];
    if (column === undefined || column.length + gap.length + lines.length > height) columns.push([...lines]);
    else column.push(...gap, ...lines);
  }
  return columns;
}
