import { charactersOf } from './edited-line.ts';
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

/** The same, with words that are longer than a line broken, so that nothing is left out. */
export function wrapWhole(text: string, width: number): readonly string[] {
  return wrap(
    text
      .split(' ')
      .map((word) => broken(word, width))
      .join(' '),
    width,
  );
}

function broken(word: string, width: number): string {
  const parts: string[] = [];
  let part = '';
  for (const character of charactersOf(word)) {
    if (part !== '' && cellWidth(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join(' ');
}
