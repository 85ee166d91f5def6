import { cellWidth } from '../text/width.ts';
import type { Screen, ScreenCell } from './frame.ts';

/** Neighbouring cells of one look. */
interface Run {
  readonly text: string;
  readonly style: string;
}

/** A screen as one HTML page: its text can be selected, and it loads nothing and runs nothing. */
export function screenAsHtml(screen: Screen): string {
  const { rows, foreground, background, title } = screen;
  const lines = Array.from({ length: rows }, (_, row) => lineOf(screen, row));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
body { margin: 0; padding: 1em; background: ${background}; color: ${foreground}; }
pre { margin: 0; font: 14px/1.25 ui-monospace, SFMono-Regular, Menlo, 'DejaVu Sans Mono', Consolas, monospace; }
.wide { display: inline-block; width: 2ch; overflow: hidden; vertical-align: top; }
@media print { body { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
</style>
</head>
<body>
<pre>${lines.join('\n')}</pre>
</body>
</html>
`;
}

function lineOf(screen: Screen, row: number): string {
  const runs: Run[] = [];
  for (let x = 0; x < screen.columns; x += 1) {
    const cell = screen.cellAt(x, row);
    const width = Math.max(1, cellWidth(cell.text));
    const run = { text: textOf(cell, width), style: styleOf(cell, screen) };
    const last = runs.at(-1);
    if (last?.style === run.style) runs[runs.length - 1] = { ...last, text: last.text + run.text };
    else runs.push(run);
    x += width - 1;
  }
  const shown = runs.findLastIndex(({ text, style }) => text.trim() !== '' || style.includes('background'));
  return runs
    .slice(0, shown + 1)
    .map(({ text, style }) => (style === '' ? text : `<span style="${style}">${text}</span>`))
    .join('');
}

function textOf({ text }: ScreenCell, width: number): string {
  const shown = escaped(text === '' ? ' ' : text);
  return width > 1 ? `<span class="wide">${shown}</span>` : shown;
}

function styleOf(cell: ScreenCell, { foreground, background }: Screen): string {
  const own = { color: String(cell.foreground ?? foreground), background: String(cell.background ?? background) };
  const shown = cell.isInverse ? { color: own.background, background: own.color } : own;
  return [
    ...(shown.color === foreground ? [] : [`color:${shown.color}`]),
    ...(shown.background === background ? [] : [`background:${shown.background}`]),
    ...(cell.isBold ? ['font-weight:bold'] : []),
  ].join(';');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
