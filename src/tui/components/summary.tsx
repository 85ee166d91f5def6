import { Box } from 'ink';
import { cellWidth, pad } from '../../text/width.ts';
import { type Segment, segmentsWidth } from '../segments.ts';
import type { Tone } from '../theme.ts';
import { Line } from './line.tsx';

/** A line of a panel of numbers. */
export interface SummaryEntry {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly share?: string;
  readonly change?: { readonly text: string; readonly tone: Tone };
  readonly tone?: Tone;
}

/**
 * Numbers with their names, units, shares and changes on one grid; what does not fit into the width goes: changes first, then
 * shares; a unit moves to the name.
 */
export function Summary(props: {
  readonly entries: readonly SummaryEntry[];
  readonly width: number;
  readonly height: number;
}) {
  const { entries, width, height } = props;
  const widest = (of: (entry: SummaryEntry) => string): number =>
    Math.max(0, ...entries.map((entry) => cellWidth(of(entry))));
  const labelWidth = widest((entry) => entry.label);
  const valueWidth = widest((entry) => entry.value);
  const middleWidth = widest((entry) => entry.share ?? entry.unit ?? '');
  const changeWidth = widest((entry) => entry.change?.text ?? '');
  const room = width - labelWidth - valueWidth - 1;
  const hasMiddle = middleWidth > 0 && room >= middleWidth + 1;
  const hasChange = changeWidth > 0 && room >= middleWidth + changeWidth + 2;
  const gap = room >= middleWidth + changeWidth + 4 ? 2 : 1;
  return (
    <Box flexDirection="column">
      {entries.slice(0, height).map((entry) => {
        const middle = entry.share ? entry.share.padStart(middleWidth) : (entry.unit ?? '').padEnd(middleWidth);
        const change = entry.change ?? { text: '', tone: 'muted' as const };
        const right: readonly Segment[] = [
          { text: entry.value.padStart(valueWidth), tone: entry.tone ?? 'plain' },
          { text: hasMiddle ? ` ${middle}` : '', tone: 'muted' },
          { text: hasChange ? ' '.repeat(gap) + change.text.padStart(changeWidth) : '', tone: change.tone },
        ];
        const name = entry.unit && !hasMiddle ? `${entry.label} ${entry.unit}` : entry.label;
        const label: Segment = { text: pad(name, width - segmentsWidth(right), 'left'), tone: 'muted' };
        return <Line key={entry.label} width={width} left={[label, ...right]} />;
      })}
    </Box>
  );
}
