import { formatSpan, formatWindow } from '../../text/format.ts';
import type { ReadTimeline } from '../charts/chart-columns.ts';
import { ghostSign } from '../charts/ghost-line.ts';
import type { WindowChoice } from './window-choice.ts';

/** Says which window changes are against: that of the ghost line if it is drawn, else the one just before. */
export function againstWords(
  { hours }: WindowChoice,
  before: ReadTimeline | undefined,
  { isUtc, now }: { readonly isUtc: boolean; readonly now: Date },
): string {
  if (before === undefined) return `change against the ${formatWindow(hours)} before `;
  const { from } = before.window;
  return `${ghostSign} against ${formatSpan(from, new Date(from.getTime() + hours * 3_600_000), isUtc, now)} `;
}
