import { cellWidth } from '../../text/width.ts';
import { piecesOfRow } from './ink/cells.ts';

/** A cell of a painted line: the SGR numbers of its look, empty for the terminal's own. An empty text stands behind a wide character. */
export interface PaintedCell {
  readonly text: string;
  readonly foreground: string;
  readonly background: string;
  readonly isBold: boolean;
  readonly isInverse: boolean;
}

/** The cells of a painted line, from the left. */
export function paintedCells(line: string): readonly PaintedCell[] {
  const pieces = piecesOfRow(line) ?? [{ text: line.replaceAll(/\u001b\[[\d;]*m/g, ''), look: '||' }];
  return pieces.flatMap(({ text, look }) => {
    const [foreground = '', background = '', weights = ''] = look.split('|');
    const given = weights.split(';');
    const style = { foreground, background, isBold: given.includes('1'), isInverse: given.includes('7') };
    return Array.from(new Intl.Segmenter().segment(text), ({ segment }): readonly PaintedCell[] => {
      const rest = Math.max(0, cellWidth(segment) - 1);
      return [{ text: segment, ...style }, ...Array.from({ length: rest }, () => ({ text: '', ...style }))];
    }).flat();
  });
}
