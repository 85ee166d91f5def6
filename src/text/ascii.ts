import { cellWidth } from './width.ts';

/** Likenesses of signs in ASCII, each of as many cells, with all signs that they stand for. */
const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '"': '“”„‟«»',
    "'": '‘’‚‛',
    '-': '‐‑‒–—−─▃⠤⠒⠉⣀',
    '~': '…≈⧗',
    '|': '·│┃┊┆╎▌▐▍▎',
    '+': '┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫┳┻╋✓⊕',
    '*': '•●◆◈■▆⏵',
    o: '○◌◦▫□',
    '<': '←‹≤⏎↺',
    '>': '→›≥❯▸▶►',
    '^': '↑',
    v: '↓▾▼',
    '!': '▲⚠',
    x: '×✗✘⊗',
    '@': '◷▓',
    '=': '⏸▄▒≡━',
    $: '≙',
    _: '▁▂▏',
    '#': '█▇▉▊▋',
    '.': '░',
    ':': '▅▪⣿',
    u: 'µμ',
  }).flatMap(([sign, all]) => [...all].map((one) => [one, sign] as const)),
);

/** Cells that say more together than each alone. */
const GROUPS = /≥ | …|≤ |··+/g;

const groups: Readonly<Record<string, string>> = { '≥ ': '>=', '≤ ': '<=', ' …': '..' };

/** Whatever is not ASCII, with the character before it: a mark may stand on that one. */
const FOREIGN = /[\x20-\x7e]?[^\0-\x7e]+/g;

const LONE = /[^\0-\x7e]/;

/**
 * A line, with escape sequences or without, in ASCII alone and as many cells. Signs become their likeness; of letters that ASCII
 * lacks nothing is made up, since two names must not look the same by it: each cell is a `?`.
 */
export function toAscii(line: string): string {
  return asciiCells(asciiGroups(line));
}

/** The same for text that is a part of a screen: what a cell becomes depends on nothing beside it, so that each may be written alone. */
export function asciiCells(text: string): string {
  return LONE.test(text) ? text.replace(FOREIGN, likeness) : text;
}

/** The text with groups of signs that say more together than each alone in ASCII, in as many cells; its other signs stay. */
export function asciiGroups(text: string): string {
  return LONE.test(text) ? text.replace(GROUPS, (group) => groups[group] ?? '.'.repeat(group.length)) : text;
}

/** Tells whether a text looks in ASCII as it is. */
export function isAscii(text: string): boolean {
  return !LONE.test(text);
}

function likeness(text: string): string {
  const characters = [...text];
  // Frames and charts are nothing but signs; only letters need to be taken apart as a reader sees them.
  const isAllSigns = characters.every((character) => isAscii(character) || SIGNS.has(character));
  const seen = isAllSigns ? characters : Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return seen.map((one) => (isAscii(one) ? one : (SIGNS.get(one) ?? '?'.repeat(cellWidth(one))))).join('');
}
