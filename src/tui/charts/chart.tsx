import { Box } from 'ink';
import { type AxisLabel, timeAxis, timeTicks } from '../../text/chart.ts';
import { Painted, PaintedLines } from '../components/line.tsx';
import { paintSegments, type Segment } from '../theme/segments.ts';
import type { Theme, Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';

/** Width of the labels of the value axis, in cells. */
export const axisWidth = 6;

/** A label of the value axis, muted unless it has a colour. */
export interface ToneLabel extends AxisLabel {
  readonly tone?: Tone;
}

/** A chart's time axis. */
export interface TimeAxis {
  readonly from: Date;
  readonly to: Date;
  readonly isUtc: boolean;
}

/** A plot with its value axis, and its time axis if there is one. `rows` are the plot's, top first. */
export function Chart(props: {
  readonly rows: readonly (readonly Segment[])[];
  readonly labels: readonly ToneLabel[];
  readonly width: number;
  readonly time?: TimeAxis;
  /** The plot's column under the cursor. */
  readonly cursor?: number | null;
}) {
  const { rows, width, time, cursor = null } = props;
  const theme = useTheme();
  if (theme.isSpoken) return null;
  const labels = new Map(props.labels.map((label) => [label.row, label]));
  const plotWidth = width - axisWidth;
  const lines = rows.map((row, index) => {
    const label = labels.get(index);
    const axis: Segment[] = [
      { text: (label?.text ?? '').padStart(axisWidth - 2), tone: label?.tone ?? 'muted' },
      { text: label === undefined ? ' │' : ' ┤', tone: 'frame' },
    ];
    return paintSegments(theme, [...axis, ...(cursor === null ? row : markColumn(row, cursor, theme))]);
  });
  return (
    <Box flexDirection="column">
      <PaintedLines texts={lines} />
      {time && <Painted text={theme.paint(`${' '.repeat(axisWidth - 1)}└${ruler(time, plotWidth)}`, 'frame')} />}
      {time && (
        <Painted
          text={theme.paint(' '.repeat(axisWidth) + timeAxis(time.from, time.to, plotWidth, time.isUtc), 'muted')}
        />
      )}
    </Box>
  );
}

function ruler(time: TimeAxis, width: number): string {
  const marks = new Set(timeTicks(time.from, time.to, width, time.isUtc).map((tick) => tick.column));
  return Array.from({ length: Math.max(0, width) }, (_, column) => (marks.has(column) ? '┴' : '─')).join('');
}

/** The row with one of its cells marked: in another colour, or inverse without colours, and as a thin line where the plot is empty. */
function markColumn(row: readonly Segment[], column: number, { name }: Theme): readonly Segment[] {
  const marked: Segment[] = [];
  let at = 0;
  for (const segment of row) {
    const signs = [...segment.text];
    const place = column - at;
    at += signs.length;
    if (place < 0 || place >= signs.length) {
      marked.push(segment);
      continue;
    }
    const sign = signs[place] ?? ' ';
    marked.push(
      { ...segment, text: signs.slice(0, place).join('') },
      sign === ' '
        ? { text: '┊', tone: 'muted', bold: true }
        : { text: sign, tone: 'accent', bold: true, inverse: name === 'none' },
      { ...segment, text: signs.slice(place + 1).join('') },
    );
  }
  return marked;
}
