/** A cell of the picture in pixels: 0.6 times the font's size, and twice as high as wide, so that braille dots lie evenly. */
export const cellWidth = 9;
export const cellHeight = 18;

/** Style in which a glyph is drawn: filled, with a thin or a thick stroke, or as a row of dots. */
export type Ink = 'fill' | 'thin' | 'thick' | 'dots';

/** A drawn glyph: path data for one kind of ink. */
export interface Shape {
  readonly ink: Ink;
  readonly path: string;
}

/** The distance of braille dots, along and across. */
export const dotPitch = cellWidth / 2;

const middleX = cellWidth / 2;
// Half a pixel off the middle: there a line of one pixel is sharp.
const middleY = 8.5;

// The arms of a box character from its middle (left, right, up, down).
const arms: Readonly<Record<string, string>> = {
  '─': 'lr',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'ld',
  '└': 'ru',
  '┘': 'lu',
  '├': 'rud',
  '┤': 'lud',
  '┬': 'lrd',
  '┴': 'lru',
  '┼': 'lrud',
};
const thickArms: Readonly<Record<string, string>> = { '━': 'lr', '╸': 'l', '╺': 'r' };
const armPaths: Readonly<Record<string, string>> = {
  l: `h${-middleX}`,
  r: `h${middleX}`,
  u: `v${-middleY}`,
  d: `v${cellHeight - middleY}`,
};

// Corners as curves between the ends of their two arms.
const corners: Readonly<Record<string, string>> = {
  '╭': corner(middleX, cellHeight, cellWidth),
  '╮': corner(middleX, cellHeight, 0),
  '╰': corner(middleX, 0, cellWidth),
  '╯': corner(middleX, 0, 0),
};

// Symbols that many fonts lack or make wider than a cell: where the pen is set down, and how it goes on.
const symbols: Readonly<Record<string, readonly [ink: Ink, x: number, y: number, path: string]>> = {
  '●': ['fill', 1.4, 9, 'a3.1 3.1 0 1 0 6.2 0a3.1 3.1 0 1 0-6.2 0'],
  '○': ['thin', 1.4, 9, 'a3.1 3.1 0 1 0 6.2 0a3.1 3.1 0 1 0-6.2 0'],
  '◆': ['fill', 4.5, 4.4, 'l4 4.6l-4 4.6l-4-4.6z'],
  '▲': ['fill', 4.5, 5.4, 'l3.8 7h-7.6z'],
  '▼': ['fill', 0.7, 5.8, 'h7.6l-3.8 7z'],
  '■': ['fill', 0.9, 5.4, 'h7.2v7.2h-7.2z'],
  '▪': ['fill', 1.8, 6.2, 'h5.4v5.4h-5.4z'],
  '❯': ['thick', 3, 4.9, 'l3.2 4.1l-3.2 4.1'],
  '✓': ['thick', 1.4, 9.4, 'l2.3 2.8l4-6.4'],
  '✗': ['thick', 1.8, 6, 'l5.6 6.2m0-6.2l-5.6 6.2'],
  '⏎': ['thin', 7.8, 5.5, 'v4.3h-6.4m2.7-2.7l-2.7 2.7l2.7 2.7'],
  '⏸': ['fill', 2, 5, 'h1.7v8h-1.7zm3.3 0h1.7v8h-1.7z'],
  '↑': ['thin', 4.5, 13.2, 'v-8.6m-2.8 2.8l2.8-2.8l2.8 2.8'],
  '↓': ['thin', 4.5, 4.8, 'v8.6m-2.8-2.8l2.8 2.8l2.8-2.8'],
};

/** A text of one kind of drawn glyphs at a place (its upper left corner), or undefined where it is left to a font. */
export function drawGlyph(glyph: string, x: number, y: number): Shape | undefined {
  if (isBraille(glyph)) return { ink: 'dots', path: brailleRows(glyph, x, y) };
  const thin = arms[glyph];
  if (thin !== undefined) return { ink: 'thin', path: armsFrom(thin, x, y) };
  const thick = thickArms[glyph];
  if (thick !== undefined) return { ink: 'thick', path: armsFrom(thick, x, y) };
  const curve = corners[glyph];
  if (curve !== undefined) return { ink: 'thin', path: `M${x} ${y}${curve}` };
  const symbol = symbols[glyph];
  if (symbol !== undefined)
    return { ink: symbol[0], path: `M${round(x + symbol[1])} ${round(y + symbol[2])}${symbol[3]}` };
  const shade = shades[glyph];
  return shade === undefined ? drawBlock(glyph, x, y) : drawShade(shade, x, y);
}

/** Tells whether a text is nothing but braille, which is drawn a run at a time. */
export function isBraille(text: string): boolean {
  return /^[\u2801-\u28ff]+$/.test(text);
}

function armsFrom(directions: string, x: number, y: number): string {
  const middle = `M${x + middleX} ${y + middleY}`;
  return [...directions].map((direction) => middle + armPaths[direction]).join('');
}

function corner(fromX: number, fromY: number, toX: number): string {
  const towards = fromY === 0 ? -1 : 1;
  const bend = `q0 ${-towards * middleX} ${toX - fromX} ${-towards * middleX}`;
  return `m${fromX} ${fromY}v${round(middleY - fromY + towards * middleX)}${bend}`;
}

/** The lower and left eighths, which fill their cell as they do in a terminal. */
function drawBlock(glyph: string, x: number, y: number): Shape | undefined {
  const code = glyph.codePointAt(0) ?? 0;
  const isLower = code >= 0x2581 && code <= 0x2588;
  const isLeft = code >= 0x2589 && code <= 0x258f;
  if (!isLower && !isLeft) return undefined;
  const height = isLower ? (cellHeight * (code - 0x2580)) / 8 : cellHeight;
  const width = isLeft ? (cellWidth * (0x2590 - code)) / 8 : cellWidth;
  return {
    ink: 'fill',
    path: `M${x} ${round(y + cellHeight - height)}h${round(width)}v${round(height)}h${round(-width)}z`,
  };
}

// The side of the squares in a shade's pattern, of which a cell has two beside each other.
const shades: Readonly<Record<string, number>> = { '░': 2, '▒': 3, '▓': 4 };

/** A shade as a pattern of squares. */
function drawShade(side: number, x: number, y: number): Shape {
  const pitch = cellWidth / 2;
  const margin = (pitch - side) / 2;
  const path = Array.from({ length: (2 * cellHeight) / pitch }, (_, at) => {
    const [column, row] = [at % 2, Math.floor(at / 2)];
    return `M${round(x + column * pitch + margin)} ${round(y + row * pitch + margin)}h${side}v${side}h${-side}z`;
  });
  return { ink: 'fill', path: path.join('') };
}

// The bits of a braille cell's dots, a row each: left, right.
const brailleBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Dots beside each other become one line, which is stroked in dots: a tenth of the size. */
function brailleRows(text: string, x: number, y: number): string {
  const codes = Array.from(text, (glyph) => (glyph.codePointAt(0) ?? 0) - 0x2800);
  const rows = brailleBits.map((bits) =>
    codes.map((code) => bits.map((bit) => ((code & bit) === 0 ? ' ' : '.')).join('')).join(''),
  );
  return rows
    .flatMap((row, index) =>
      Array.from(row.matchAll(/\.+/g), (run) => {
        const left = x + dotPitch * (run.index + 0.5);
        const length = dotPitch * (run[0].length - 1);
        // A hair longer than from dot to dot, for else rounding may drop the last one.
        return `M${round(left)} ${round(y + dotPitch * (index + 0.5))}h${round(length + 0.1)}`;
      }),
    )
    .join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
