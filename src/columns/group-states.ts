import type { ErrorGroup } from '../model/error-group.ts';
import { type ShownState, shownState } from '../model/group-state.ts';
import type { Cell, CellContext, Tone } from './column.ts';

/** Signs of a state: one that stays without colour, the word, a shorter one for narrow columns, and the colour. */
interface Mark {
  readonly sign: string;
  readonly ascii: string;
  readonly word: string;
  readonly short?: string;
  readonly tone: Tone;
}

const marks: Readonly<Record<ShownState, Mark>> = {
  regressed: { sign: '↺', ascii: '<', word: 'REGRESSED', tone: 'bad' },
  new: { sign: '●', ascii: '*', word: 'NEW', tone: 'warn' },
  rising: { sign: '▲', ascii: '^', word: 'RISING', tone: 'bad' },
  'with traffic': { sign: '↑', ascii: '+', word: 'with traffic', short: 'traffic', tone: 'plain' },
  steady: { sign: ' ', ascii: ' ', word: 'steady', tone: 'plain' },
  quiet: { sign: ' ', ascii: ' ', word: 'quiet', tone: 'muted' },
  resolved: { sign: '✓', ascii: 'x', word: 'resolved', tone: 'muted' },
  ignored: { sign: '○', ascii: '-', word: 'ignored', tone: 'muted' },
};

/** The state of a group: sign and word, or what fits of them. */
export function groupStateCell(group: ErrorGroup, { style }: CellContext, width: number): Cell {
  const { sign, ascii, word, short = word, tone } = marks[shownState(group)];
  const mark = style === 'ascii' ? ascii : sign;
  const forms = [`${mark} ${word}`, `${mark} ${short}`, short];
  return { text: forms.find((form) => form.length <= width) ?? mark, tone };
}
