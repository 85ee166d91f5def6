import type { PaintedFrame, Screen } from './frame.ts';

/** A screen as its text alone. */
export function screenAsText({ columns, rows, cellAt }: Screen): string {
  const lines = Array.from({ length: rows }, (_, y) => {
    let text = '';
    // Behind a wide character stands an empty cell, which adds nothing.
    for (let x = 0; x < columns; x += 1) text += cellAt(x, y).text;
    return text.trimEnd();
  });
  return `${lines.join('\n').trimEnd()}\n`;
}

/** A screen with its colours, as a terminal shows it again. */
export function screenAsAnsi({ lines }: PaintedFrame): string {
  return lines.map((line) => `${line.trimEnd()}\u001b[0m\n`).join('');
}
