import { cellWidth as cellsOf } from '../text/width.ts';
import type { Screen } from './frame.ts';
import { cellHeight, cellWidth, dotPitch, drawGlyph, type Ink, isBraille } from './glyphs.ts';

/** Neighbouring cells of one style: either all text of ordinary width, or one glyph, or braille. */
interface Run {
  readonly x: number;
  readonly width: number;
  readonly text: string;
  readonly fill: string;
  readonly background: string;
  readonly isBold: boolean;
}

const padding = 14;
const barHeight = 36;
const fontSize = 15;
const baseline = 13.5;
const fonts = "ui-monospace,SFMono-Regular,'SF Mono',Menlo,'DejaVu Sans Mono','Liberation Mono',Consolas,monospace";
const frame = { line: '#2b2f44', bar: '#1c1d28', text: '#7a809c', buttons: ['#f7768e', '#e0af68', '#9ece6a'] };

const strokes: Readonly<Record<Exclude<Ink, 'fill'>, string>> = {
  thin: 'stroke-width="1.1"',
  thick: 'stroke-width="2" stroke-linejoin="round"',
  dots: `stroke-width="3.1" stroke-linecap="round" stroke-dasharray="0 ${dotPitch}"`,
};

/** Draws a screen as an SVG: text in runs that keep their columns in any font, and all that is no letter as shapes. */
export function screenAsSvg(screen: Screen): string {
  const { columns, rows, background, title } = screen;
  const width = columns * cellWidth + 2 * padding;
  const height = rows * cellHeight + barHeight + 2 * padding;
  const name = escapeXml(title);
  const buttons = frame.buttons.map(
    (fill, index) => `<circle cx="${20 + 18 * index}" cy="18" r="5.5" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${name}</title>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10" fill="${background}" stroke="${frame.line}"/>`,
    `<path d="M1 36V10.5Q1 1 10.5 1H${width - 10.5}Q${width - 1} 1 ${width - 1} 10.5V36Z" fill="${frame.bar}"/>`,
    `<g opacity=".55">${buttons.join('')}</g>`,
    `<g font-family="${fonts}" font-size="${fontSize}">`,
    `<text x="${width / 2}" y="23" text-anchor="middle" font-size="13" fill="${frame.text}">${name}</text>`,
    `<g transform="translate(${padding} ${barHeight + padding})">`,
    ...drawRows(screen),
    '</g></g></svg>',
    '',
  ].join('\n');
}

function drawRows(screen: Screen): readonly string[] {
  const layers = {
    backgrounds: new Map<string, string>(),
    shapes: new Map<string, string>(),
    texts: new Map<string, string>(),
  };
  for (let row = 0; row < screen.rows; row += 1) {
    const y = row * cellHeight;
    for (const run of runsOf(screen, row)) {
      if (run.background !== screen.background) {
        append(
          layers.backgrounds,
          `fill="${run.background}"`,
          `M${run.x * cellWidth} ${y}h${run.width * cellWidth}v${cellHeight}h${-run.width * cellWidth}z`,
        );
      }
      const shape = drawGlyph(run.text, run.x * cellWidth, y);
      if (shape?.ink === 'fill') append(layers.shapes, `fill="${run.fill}"`, shape.path);
      else if (shape) append(layers.shapes, `fill="none" stroke="${run.fill}" ${strokes[shape.ink]}`, shape.path);
      else append(layers.texts, `fill="${run.fill}"${run.isBold ? ' font-weight="bold"' : ''}`, drawText(run, y));
    }
  }
  const paths = [...layers.backgrounds, ...layers.shapes].map(([paint, path]) => `<path ${paint} d="${path}"/>`);
  return [...paths, ...[...layers.texts].map(([paint, texts]) => `<g ${paint}>${texts}</g>`)];
}

function append(layer: Map<string, string>, paint: string, part: string): void {
  layer.set(paint, (layer.get(paint) ?? '') + part);
}

/** The words of a run, each block of them held to its columns; a glyph of another script in the middle of its cells. */
function drawText({ x, width, text }: Run, y: number): string {
  if (!isPlain(text)) {
    return `<text x="${(x + width / 2) * cellWidth}" y="${y + baseline}" text-anchor="middle">${escapeXml(text)}</text>`;
  }
  return Array.from(text.matchAll(/\S+(?: \S+)*/g), (block) => {
    const place = `x="${(x + block.index) * cellWidth}" y="${y + baseline}"`;
    const length = `textLength="${block[0].length * cellWidth}" lengthAdjust="spacingAndGlyphs"`;
    return `<text ${place} ${length}>${escapeXml(block[0])}</text>`;
  }).join('');
}

function runsOf(screen: Screen, row: number): readonly Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < screen.columns; x += 1) {
    const run = runOfCell(screen, x, row);
    const last = runs.at(-1);
    if (last !== undefined && canJoin(last, run)) {
      runs[runs.length - 1] = { ...last, width: last.width + run.width, text: last.text + run.text };
    } else {
      runs.push(run);
    }
    x += run.width - 1;
  }
  return runs;
}

function runOfCell({ cellAt, foreground, background }: Screen, x: number, row: number): Run {
  const cell = cellAt(x, row);
  const text = cell.text === '' ? ' ' : cell.text;
  const colors = { fill: String(cell.foreground ?? foreground), background: String(cell.background ?? background) };
  const shown = cell.isInverse ? { fill: colors.background, background: colors.fill } : colors;
  return { x, width: Math.max(1, cellsOf(text)), text, isBold: cell.isBold, ...shown };
}

function canJoin(one: Run, other: Run): boolean {
  const isSameStyle = one.fill === other.fill && one.background === other.background && one.isBold === other.isBold;
  const isSameKind = (isPlain(one.text) && isPlain(other.text)) || (isBraille(one.text) && isBraille(other.text));
  return isSameStyle && isSameKind;
}

/** Letters and marks that every monospaced font has in one width. */
function isPlain(text: string): boolean {
  return /^[\u0020-\u007e\u00a0-\u017f–—‘’“”…]+$/.test(text);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
