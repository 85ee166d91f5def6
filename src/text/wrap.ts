import { cellWidth, truncate } from './width.ts';

/** A text broken at its spaces into lines of at most `width` cells; a word that is longer than a line is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && cellWidth(longer) > width) {
      lines.push(truncate(line, width));
      line = word;
    } else line = longer;
  }
  return [...lines, truncate(line, width)];
}
