import { isOneCellEach, withoutStyles } from '../../../text/string-width.ts';

const sgrPattern = /\x1b\[([\d;]*)m/g;

/** What a sequence begins, by its number. */
const begins: Readonly<Record<string, string>> = {
  '1': 'bold',
  '2': 'dim',
  '3': 'italic',
  '4': 'underline',
  '7': 'inverse',
  '9': 'strikethrough',
};
/** What a sequence ends, by its number. */
const ends: Readonly<Record<string, readonly string[]>> = {
  '22': ['bold', 'dim'],
  '23': ['italic'],
  '24': ['underline'],
  '27': ['inverse'],
  '29': ['strikethrough'],
  '39': ['foreground'],
  '49': ['background'],
};

/** The sequences that a text has begun and not ended, by what they begin. */
export function openStyles(text: string): ReadonlyMap<string, string> {
  const open = new Map<string, string>();
  for (const [sequence, parameters = ''] of text.matchAll(sgrPattern)) {
    const ended = ends[parameters];
    // Anything else, a reset among it, might also end what stands around the text: nothing here ends it.
    if (ended === undefined) open.set(begins[parameters] ?? colored(parameters) ?? 'something else', sequence);
    else for (const style of ended) open.delete(style);
  }
  return open;
}

/** How many cells a line takes that is one cell for each character and leaves no style behind; undefined of any other. */
export function cellsOf(line: string): number | undefined {
  if (isOneCellEach(line)) return line.length;
  const text = withoutStyles(line);
  return isOneCellEach(text) && openStyles(line).size === 0 ? text.length : undefined;
}

function colored(parameters: string): string | undefined {
  if (/^(?:3[0-7]|9[0-7]|38;[25];[\d;]+)$/.test(parameters)) return 'foreground';
  if (/^(?:4[0-7]|10[0-7]|48;[25];[\d;]+)$/.test(parameters)) return 'background';
  return undefined;
}
