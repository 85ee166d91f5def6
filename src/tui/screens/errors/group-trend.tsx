import { statusTone } from '../../../columns/cells.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { areaChart, axisLabels, niceMax } from '../../../text/chart.ts';
import { formatCount } from '../../../text/format.ts';
import { greatest } from '../../../text/resample.ts';
import { axisWidth, Chart, type TimeAxis } from '../../charts/chart.tsx';
import { seriesWords } from '../../charts/series-words.ts';
import { Painted } from '../../components/line.tsx';
import { Panel } from '../../components/panel.tsx';
import { useTheme } from '../../theme/use-theme.ts';

function trendWords({ group: { trend }, time: { from, to, isUtc } }: Parameters<typeof GroupTrend>[0]): string {
  const stepMs = (to.getTime() - from.getTime()) / trend.length;
  const values = trend.map((value, at) => ({ from: new Date(from.getTime() + at * stepMs), value }));
  return seriesWords(values, { isUtc, isRunning: false, format: formatCount });
}

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
  const { style, isSpoken } = useTheme();
  const rows = areaChart(group.trend, { ...plot, max, style });
  return (
    <Panel title={title} width={width} height={height} note={[{ text: formatCount(group.callCount), tone: 'strong' }]}>
      {isSpoken && <Painted text={trendWords(props)} />}
      <Chart
        rows={rows.map((text) => [{ text, tone }])}
        labels={axisLabels(max, rows.length)}
        width={width - 4}
        time={time}
      />
    </Panel>
  );
}
