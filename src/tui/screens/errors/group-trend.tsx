import { statusTone } from '../../../columns/cells.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { areaChart, axisLabels, niceMax } from '../../../text/chart.ts';
import { formatCount } from '../../../text/format.ts';
import { greatest } from '../../../text/resample.ts';
import { axisWidth, Chart, type TimeAxis } from '../../charts/chart.tsx';
import { Panel } from '../../components/panel.tsx';
import { useTheme } from '../../theme/use-theme.ts';

/** The calls of the selected group over the window. */
export function GroupTrend(props: {
  readonly group: ErrorGroup;
  readonly title: string;
  readonly time: TimeAxis;
  readonly width: number;
  readonly height: number;
}) {
  const { group, title, time, width, height } = props;
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
        time={time}
      />
    </Panel>
  );
}
