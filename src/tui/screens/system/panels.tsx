import { Box } from 'ink';
import { withChange } from '../../../columns/change.ts';
import { latencyColumns, statusColumns, systemSummary } from '../../../columns/stats.ts';
import { BarsPanel } from '../../charts/bars-panel.tsx';
import { HeatPanel } from '../../charts/heat-panel.tsx';
import {
  bucketWord,
  errorLegend,
  type Measure,
  measureNote,
  measureWords,
  TimelineChart,
} from '../../charts/timeline-chart.tsx';
import { clickedColumn, SpokenTimeline, TimelinePanel } from '../../charts/timeline-panel.tsx';
import { Panel } from '../../components/panel.tsx';
import { Summary } from '../../components/summary.tsx';
import type { ChartClicks } from '../../context/use-clicks.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { latencySteps } from './selection.ts';
import { type ListsProps, TablePanels } from './table-panels.tsx';

interface PanelsProps extends ListsProps {
  readonly measure: Measure;
  readonly isUtc: boolean;
  /** Answers clicks on the charts. */
  readonly clicks: ChartClicks;
}

/** The panels of the system screen in their places. */
export function SystemPanels(props: PanelsProps) {
  const { layout } = props;
  return (
    <>
      {layout.lines > 0 && <TotalLines {...props} />}
      <Box>
        <Box flexDirection="column">
          {layout.chart.height > 0 && <MainChart {...props} />}
          {layout.errors && <ErrorChart {...props} />}
        </Box>
        {layout.totals && <SidePanels {...props} />}
      </Box>
      <TablePanels {...props} />
    </>
  );
}

function MainChart({ layout, data, measure, isUtc, selection, clicks }: PanelsProps) {
  const theme = useTheme();
  const { column, atColumn } = selection.chart;
  if (selection.heat) {
    return (
      <HeatPanel shown={selection.heat} onCell={clicks.onCell} {...layout.chart} isUtc={isUtc} now={data.updatedAt} />
    );
  }
  return (
    <TimelinePanel
      timeline={data.timeline}
      secondsPerBucket={data.bucketSeconds}
      measure={measure}
      before={data.timelineBefore}
      note={measureNote(measure, data.stats, {
        theme,
        hasGhost: data.timelineBefore !== undefined,
        before: data.before,
      })}
      column={column}
      atColumn={atColumn}
      onBar={clicks.onBar}
      {...layout.chart}
      isUtc={isUtc}
      now={data.updatedAt}
    />
  );
}

function ErrorChart({ layout, data, measure, isUtc, selection, clicks }: PanelsProps) {
  const theme = useTheme();
  if (!layout.errors) return null;
  const { width, height } = layout.errors;
  // The large chart may show the errors already; then this one shows what it left out.
  const shown: Measure = measure === 'errors' ? 'calls' : 'errors';
  const title = `${measureWords[shown].title} per ${bucketWord(data.bucketSeconds)}`;
  if (theme.isSpoken) {
    const shownChart = { timeline: data.timeline, measure: shown, isUtc, now: data.updatedAt };
    return <SpokenTimeline title={title} note={[]} {...shownChart} bar="" />;
  }
  return (
    <Panel
      title={title}
      width={width}
      height={height}
      note={shown === 'errors' ? errorLegend(theme) : []}
      onClick={clickedColumn(clicks.onBar)}
    >
      {data.timeline && (
        <TimelineChart
          timeline={data.timeline.buckets}
          secondsPerBucket={data.bucketSeconds}
          measure={shown}
          width={width - 4}
          height={height - 2}
          isUtc={isUtc}
          hasTimeAxis={false}
          cursor={selection.chart.column}
        />
      )}
    </Panel>
  );
}

function SidePanels({ layout, data, cells, selection, onRow }: PanelsProps) {
  const { totals, status, latencies } = layout;
  const { stats, before } = data;
  if (!totals) return null;
  const rows = stats?.statusCodes;
  const steps = data.latencies && latencySteps(data, layout);
  return (
    <Box flexDirection="column">
      <Panel title="Totals" width={totals.width} height={totals.height}>
        {stats && (
          <Summary entries={systemSummary(stats, cells, before)} width={totals.width - 4} height={totals.height - 2} />
        )}
      </Panel>
      {status && (
        <BarsPanel
          title="Status"
          rows={rows}
          columns={withChange(statusColumns(rows ?? []), data.counts?.status)}
          selectedIndex={selection.placeIn('statuses')}
          onRow={onRow('statuses')}
          {...status}
          cells={cells}
          empty="No calls in this window."
        />
      )}
      {latencies && (
        <BarsPanel
          title="Latency"
          rows={steps}
          columns={latencyColumns(steps ?? [])}
          selectedIndex={selection.placeIn('latencies')}
          onRow={onRow('latencies')}
          {...latencies}
          cells={cells}
          empty="No timed calls in this window."
        />
      )}
    </Box>
  );
}

/** The totals in columns side by side, for a screen without room for their panel. */
function TotalLines({ layout, data, cells }: PanelsProps) {
  const { stats, before } = data;
  if (!stats) return null;
  const { width } = layout.chart;
  const entries = systemSummary(stats, cells, before);
  const columnCount = layout.lines < entries.length ? 2 : 1;
  const perColumn = Math.ceil(entries.length / columnCount);
  const columnWidth = Math.floor((width - 2) / columnCount) - 2;
  return (
    <Box height={layout.lines} paddingLeft={1} columnGap={2} overflow="hidden">
      {Array.from({ length: columnCount }, (_, at) => (
        <Summary
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a column on the screen
          key={at}
          entries={entries.slice(at * perColumn, (at + 1) * perColumn)}
          width={columnWidth}
          height={layout.lines}
        />
      ))}
    </Box>
  );
}
