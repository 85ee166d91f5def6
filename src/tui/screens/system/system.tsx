import { Box } from 'ink';
import { errorText } from '../../../text/error-text.ts';
import { formatSpan, formatWindow } from '../../../text/format.ts';
import { axisWidth } from '../../charts/chart.tsx';
import { Line } from '../../components/line.tsx';
import { unanswered } from '../../components/unanswered.ts';
import { againstWords } from '../../context/against-words.ts';
import { scanWords } from '../../context/scan-words.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';
import { shownMeasure, useChartKeys } from '../../context/use-chart-keys.ts';
import { useChips } from '../../context/use-chips.ts';
import { useChartClicks, useRowClicks } from '../../context/use-clicks.ts';
import { useAskedCalls, useFilterKeys } from '../../context/use-filter.ts';
import { useHeatmap } from '../../context/use-heatmap.ts';
import { useHeldKeys } from '../../context/use-held-keys.ts';
import { useIndexState } from '../../context/use-index-state.ts';
import type { WindowChoice } from '../../context/window-choice.ts';
import { windowLabel } from '../../context/windows.ts';
import type { Segment } from '../../theme/segments.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { type SystemData, useSystemData } from './data.ts';
import { useExportedLists } from './export-lists.ts';
import { hasGroupsAt, layoutSystem, topCountOf, withHeatmap } from './layout.ts';
import { SystemPanels } from './panels.tsx';
import { selectedCalls, selectedTerms } from './selected-terms.ts';
import { selectionOf } from './selection.ts';
import { useSystemKeys } from './use-system-keys.ts';

/** The whole API in the window: calls and errors over time, totals with their change, status codes, top users and routes. */
export function System(props: ScreenProps<'system'>) {
  const { width, height, isActive, isUtc, view } = props;
  const { mark } = view;
  const asked = useAskedCalls(view, isUtc);
  const { window } = asked;
  const room = layoutSystem(width, height - 1);
  const topCount = topCountOf(height - 1);
  const data = useSystemData(asked, {
    chartColumns: room.chart.width - 4 - axisWidth,
    topCount,
    hasLatencies: room.latencies !== null,
    groupCount: hasGroupsAt(height - 1) ? topCount : 0,
    isCompared: view.isCompared,
    showsTimes: room.routes !== null && shownMeasure(view) === 'p95',
  });
  const panels = layoutSystem(width, height - 1, data.stats?.topRoutes.length);
  const layout = view.heat ? withHeatmap(panels, width) : panels;
  const heat = useHeatmap(`${asked.key} ${data.part}`, view, {
    asked,
    panel: layout.chart,
    bucketSeconds: data.wantedSeconds,
  });
  const selection = selectionOf(mark, data, { layout, heat });
  const cells = useCellContext(data.updatedAt, isUtc);
  useHeldKeys(isActive && (data.isAwaited || heat?.isAwaited === true));
  useExportedLists(isActive, data, { selection, context: cells });
  useSystemKeys(view, selection, { isActive });
  useChartKeys(view, { window, chart: selection.chart, heat, isUtc, isActive });
  useFilterKeys(
    { view, isUtc, isActive },
    () => selectedTerms(selection),
    () => selectedCalls(view, selection),
  );
  return (
    <Box flexDirection="column" width={width} height={height}>
      <SystemTitle width={width} isUtc={isUtc} window={window} filter={view.filter} data={data} />
      <SystemPanels
        layout={layout}
        data={data}
        measure={shownMeasure(view)}
        cells={cells}
        isUtc={isUtc}
        selection={selection}
        onRow={useRowClicks('system', selection)}
        clicks={useChartClicks('system', selection)}
      />
    </Box>
  );
}

function SystemTitle(props: {
  readonly width: number;
  readonly isUtc: boolean;
  readonly window: WindowChoice;
  readonly filter: string;
  readonly data: SystemData;
}) {
  const { width, isUtc, window, filter, data } = props;
  const { clock } = useServices();
  const { stats } = data;
  const isLive = window.endsAt === null;
  const context = { utc: isUtc, isUtc, now: clock.now() };
  const liveSpan = stats ? formatSpan(stats.from, data.updatedAt, isUtc) : '';
  const span = isLive ? liveSpan : windowLabel(window, context);
  const length = formatWindow(window.hours);
  const { isSpoken } = useTheme();
  const left: Segment[] = [
    // On the screen its tab says so.
    { text: isSpoken ? 'System  ' : '' },
    { text: isLive ? ` Last ${length}` : ` AT  ${length}`, tone: isLive ? 'title' : 'warn', bold: true },
  ];
  const index = useIndexState(data.updatedAt);
  const isCovered = stats !== undefined && index?.readyFrom != null && index.readyFrom <= stats.from;
  const isIndexing = index?.state === 'building' && !isCovered;
  // Before the times, which a narrow screen cuts; the other words come and go, and must not move them.
  if (isIndexing) left.push({ text: `   indexing ${Math.floor(index.progress * 100)} %`, tone: 'accent' });
  if (index?.reason !== undefined) left.push({ text: `   no index: ${index.reason}`, tone: 'warn' });
  if (data.isUnanswered) left.push(unanswered);
  const scanning = scanWords(data.scanned, context);
  // How far a search is says more than the ends of its window.
  const ends: Segment = { text: scanning.length > 0 ? '' : `   ${span}`, tone: 'muted' };
  left.push(...useChips(filter), ends, ...scanning);
  if (data.isComputing && !isIndexing && scanning.length === 0) left.push({ text: '   computing …', tone: 'accent' });
  if (data.error && !stats) left.push({ text: `   ${errorText(data.error)}`, tone: 'bad' });
  const against = data.isUnanswered || scanning.length > 0 ? '' : againstWords(window, data.timelineBefore, context);
  return <Line width={width} left={left} right={[{ text: against, tone: 'muted' }]} />;
}
