import { statusTone } from '../../../columns/cells.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { areaChart, axisLabels, niceMax } from '../../../text/chart.ts';
import { formatCount } from '../../../text/format.ts';
import { greatest } from '../../../text/resample.ts';
import { axisWidth, Chart } from '../../charts/chart.tsx';
import { Panel } from '../../components/panel.tsx';
import { useTheme } from '../../theme/use-theme.ts';

/** Smallest height of the screen that has room for the panel, and the share of it that the panel takes. */
const leastHeight = 24;
const share = 0.3;
const leastRows = 8;
const mostRows = 16;

/** Returns the number of rows that the panel takes on a screen of this height; 0 if the list needs them all. */
export function groupTrendHeight(height: number): number {
  if (height < leastHeight) return 0;
  return Math.min(mostRows, Math.max(leastRows, Math.floor(height * share)));
}

/** The calls of the selected group over the window. */
export function GroupTrend(props: {
  readonly group: ErrorGroup;
  readonly title: string;
  readonly from: Date;
  readonly to: Date;
  readonly isUtc: boolean;
  readonly width: number;
  readonly height: number;
}) {
  const { group, title, from, to, isUtc, width, height } = props;
  const plot = { width: width - 4 - axisWidth, height: height - 4 };
  const max = niceMax(greatest(group.trend));
  const tone = statusTone(group.statusCode);
  const rows = areaChart(group.trend, { ...plot, max, style: useTheme().style });
  return (
    <Panel title={title} width={width} height={height} note={[{ text: formatCount(group.callCount), tone: 'strong' }]}>
      <Chart
        rows={rows.map((text) => [{ text, tone }])}
        labels={axisLabels(max, rows.length)}
        width={width - 4}
        time={{ from, to, isUtc }}
      />
    </Panel>
  );
}
