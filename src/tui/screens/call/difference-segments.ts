import { printPath } from '../../../filter/path.ts';
import { formatBytes } from '../../../text/format.ts';
import { withoutEmails } from '../../../text/json/hidden-values.ts';
import { printable } from '../../../text/printable.ts';
import { truncate, truncateStart } from '../../../text/width.ts';
import { type Segment, segmentsWidth } from '../../theme/segments.ts';
import type { Difference, DifferenceRun } from './difference-run.ts';
import type { PayloadTree } from './payload-tree.ts';
import { valueSegments } from './row-segments.ts';

/** Room of a difference, and whether secrets in it are shown. */
export interface DifferenceLayout {
  readonly width: number;
  readonly isRevealed: boolean;
}

const LEAST_VALUE = 12;

/** The path of a difference, as a filter has it, or so many of its innermost steps. */
export function differencePath({ one, other }: DifferenceRun, difference: Difference, mostSteps?: number): string {
  const { side, kind } = difference;
  if (kind === 'replaced') return side;
  const steps =
    kind === 'added'
      ? other[side].tree.pathOf(difference.other, mostSteps)
      : one[side].tree.pathOf(difference.one, mostSteps);
  return `${side}${printPath(steps)}`;
}

/** The pieces of a difference: `~ req.recipient.age  -6 → 34`, `+ req.budget  50`, `- req.note  "a"`. */
export function differenceSegments(
  run: DifferenceRun,
  difference: Difference,
  { width, isRevealed }: DifferenceLayout,
): readonly Segment[] {
  const { side } = difference;
  const [here, there] = [run.one[side], run.other[side]];
  const whole = differencePath(run, difference, width);
  const path = printable(isRevealed ? whole : withoutEmails(whole));
  const shownPath = truncateStart(path, Math.max(10, Math.floor(width / 2)));
  const start = (mark: string, tone: 'warn' | 'good' | 'bad'): readonly Segment[] => [
    { text: `${mark} `, tone, bold: true },
    { text: `${shownPath}  `, tone: 'accent' },
  ];
  const told = (payload: PayloadTree, node: number | undefined): readonly Segment[] => {
    if (difference.kind === 'replaced' || node === undefined) return [{ text: wordOf(payload), tone: 'muted' }];
    return valueSegments(payload, node, { isHidden: !isRevealed && payload.hidden.isHidden(node), isRevealed });
  };
  if (difference.kind === 'added') return [...start('+', 'good'), ...told(there, difference.other)];
  if (difference.kind === 'removed') return [...start('-', 'bad'), ...told(here, difference.one)];
  const nodes = difference.kind === 'replaced' ? [undefined, undefined] : [difference.one, difference.other];
  const room = width - segmentsWidth(start('~', 'warn')) - 3;
  const [from, to] = fitted([told(here, nodes[0]), told(there, nodes[1])], room);
  return [...start('~', 'warn'), ...from, { text: ' → ', tone: 'muted' }, ...to];
}

/** Two values in so many cells: a short one leaves its room to the other. */
function fitted(
  [from, to]: readonly [readonly Segment[], readonly Segment[]],
  room: number,
): readonly [readonly Segment[], readonly Segment[]] {
  const [one, other] = [segmentsWidth(from), segmentsWidth(to)];
  if (one + other <= room) return [from, to];
  const half = Math.max(LEAST_VALUE, Math.floor(room / 2));
  const first = one <= half ? one : other <= half ? Math.max(LEAST_VALUE, room - other) : half;
  return [cut(from, first), cut(to, Math.max(LEAST_VALUE, room - first))];
}

function cut(segments: readonly Segment[], width: number): readonly Segment[] {
  const [first, ...others] = segments;
  if (first === undefined) return segments;
  return [{ ...first, text: truncate(first.text, Math.max(1, width - segmentsWidth(others))) }, ...others];
}

function wordOf({ payload, isJson }: PayloadTree): string {
  if (payload === null) return 'none';
  return `${isJson ? 'JSON' : 'text'} of ${formatBytes(payload.byteCount)}`;
}
