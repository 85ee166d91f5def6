import type { CellContext } from '../../../columns/column.ts';
import { errorText } from '../../../text/error-text.ts';
import { spanWords, zoneName } from '../../../text/format.ts';
import { againstWords, hereWords, progressWords } from '../../../text/why-words.ts';
import { unanswered } from '../../components/unanswered.ts';
import type { View } from '../../context/route.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import { windowLabel } from '../../context/windows.ts';
import { chips } from '../../list/chips.ts';
import { type Segment, segmentsWidth } from '../../theme/segments.ts';
import type { WhyLive } from './data.ts';

/** Parts of a title besides the answer. */
export interface TitleParts {
  readonly asked: AskedCalls;
  readonly view: View;
  readonly context: CellContext;
  readonly width: number;
  readonly height: number;
}

/** Below this height there is no blank line. */
const gapHeight = 9;

/** The calls that the answer is about, and those that they are compared with. */
export function titleLines(live: WhyLive, parts: TitleParts): readonly (readonly Segment[])[] {
  const { asked, view, context, width, height } = parts;
  const { data: answer, error } = live;
  const span = answer
    ? `${spanWords(answer.from, answer.to, context)} ${zoneName(answer.to, context.utc)}`
    : windowLabel(asked.window, context);
  const first: readonly Segment[] = [
    { text: ' Why', tone: 'title' },
    { text: answer && answer.here.callCount > 0 ? `   ${hereWords(answer.here)}` : '' },
    // Before the times, which a narrow screen cuts.
    ...chips(view.filter),
    { text: `   ${span}`, tone: 'muted' },
    ...(live.isUnanswered ? [unanswered] : []),
    ...(error && !answer ? [{ text: `   ${errorText(error)}`, tone: 'bad' } as const] : []),
  ];
  const state = stateWords(live);
  const against: readonly Segment[] = [
    { text: answer && answer.elsewhere.callCount > 0 ? ` ${againstWords(answer)}` : ' ', tone: 'muted' },
  ];
  // If there is no room for both, progress replaces the words of the comparison.
  const second = segmentsWidth([...against, ...state]) <= width || state.length === 0 ? [...against, ...state] : state;
  return height >= gapHeight ? [first, second, []] : [first, second];
}

function stateWords({ data, isStopped }: WhyLive): readonly Segment[] {
  if (data?.progress.isComplete) return [];
  const doing = progressWords(data?.progress ?? { isComplete: false, reading: 'calls', share: 0 });
  if (isStopped) return [{ text: `   stopped while ${doing} · R goes on`, tone: 'warn' }];
  return [{ text: `   ${doing} · Esc stops`, tone: 'accent' }];
}
