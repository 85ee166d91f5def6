import { Box } from 'ink';
import { useState } from 'react';
import { errorText } from '../../../text/error-text.ts';
import { formatSpan, formatWindow } from '../../../text/format.ts';
import { axisWidth } from '../../charts/chart.tsx';
import { chartColumn } from '../../charts/slice-words.ts';
import { type Measure, measures } from '../../charts/timeline-chart.tsx';
import { Line } from '../../components/line.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useIndexState } from '../../context/use-index-state.ts';
import { useWindowKey } from '../../context/use-window-key.ts';
import { pinnedTo, stepWindow, windowKey, windowLabel } from '../../context/windows.ts';
import { useKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { type SystemData, useSystemData } from './data.ts';
import { layoutSystem } from './layout.ts';
import { SystemPanels } from './panels.tsx';

/** The column of the chart that is looked at, in the window that it was picked in. */
interface ChartCursor {
  readonly window: string;
  readonly column: number;
}

/** A row of the top lists, which change their order while they are looked at. */
interface TopRow {
  readonly list: 'users' | 'routes';
  readonly name: string;
}

/** The whole API in the window: calls and errors over time, totals with their change, status codes, top users and routes. */
export function System(props: ScreenProps) {
  const { width, height, isActive, isUtc, window } = props;
  const layout = layoutSystem(width, height - 1);
  const data = useSystemData(props, layout);
  const { timeline, stats } = data;
  const { dispatch, clock } = useServices();
  const [measure, setMeasure] = useState<Measure>('calls');
  const [selected, setSelected] = useState<TopRow | null>(null);
  const [cursor, setCursor] = useState<ChartCursor | null>(null);
  const plotWidth = layout.chart.width - 4 - axisWidth;
  const rowCount = layout.top ? Math.max(0, layout.top.height - 3) : 0;
  const userCount = Math.min(stats?.topUsers.length ?? 0, rowCount);
  const rows: readonly TopRow[] = [
    ...(stats?.topUsers.slice(0, userCount).map(({ username }) => ({ list: 'users', name: username }) as const) ?? []),
    ...(stats?.topRoutes.slice(0, rowCount).map(({ apiRoute }) => ({ list: 'routes', name: apiRoute }) as const) ?? []),
  ];
  const row = rows.findIndex(({ list, name }) => list === selected?.list && name === selected.name);
  // A column of one window is nothing in another; on a narrower terminal the cursor stays on the chart.
  const isShown = cursor?.window === windowKey(window) && layout.chart.height > 0;
  const shownColumn = isShown ? Math.min(cursor.column, plotWidth - 1) : null;
  const atColumn = shownColumn === null || !timeline ? undefined : chartColumn(timeline, plotWidth, shownColumn);

  const moveRow = (by: 1 | -1): string | undefined => {
    if (rows.length === 0) return 'There are no rows to select in this window.';
    setCursor(null);
    const next = row < 0 && by < 0 ? rows.length - 1 : Math.max(0, Math.min(rows.length - 1, row + by));
    setSelected(rows[next] ?? null);
    return undefined;
  };
  const moveColumn = (by: 1 | -1): string | undefined => {
    if (layout.chart.height === 0) return 'There is no room for the chart.';
    setSelected(null);
    const column = shownColumn === null ? plotWidth - 1 : Math.max(0, Math.min(plotWidth - 1, shownColumn + by));
    setCursor({ window: windowKey(window), column });
    return undefined;
  };
  const open = (): string | undefined => {
    if (atColumn) {
      dispatch({ type: 'openErrors', filter: '', window: pinnedTo(atColumn.from, atColumn.to) });
      return undefined;
    }
    const target = rows[row];
    if (target === undefined) return 'Select a row with j and k, or a bar with ← and →, to open it.';
    if (target.list === 'users') dispatch({ type: 'openUser', username: target.name });
    else dispatch({ type: 'openErrors', filter: target.name });
    return undefined;
  };
  const isLive = window.endsAt === null;
  useKeys(
    'system',
    {
      window: useWindowKey(window),
      earlier: () => dispatch({ type: 'window', window: stepWindow(window, -1, clock) }),
      later: () => {
        if (isLive) return 'This is the newest window: it is live.';
        dispatch({ type: 'window', window: stepWindow(window, 1, clock) });
        return undefined;
      },
      chart: () => setMeasure(measures[(measures.indexOf(measure) + 1) % measures.length] ?? 'calls'),
      down: () => moveRow(1),
      up: () => moveRow(-1),
      left: () => moveColumn(-1),
      right: () => moveColumn(1),
      close: () => {
        if (row < 0 && shownColumn === null) dispatch({ type: 'close', showsWindow: true });
        setSelected(null);
        setCursor(null);
      },
      open,
    },
    { isActive },
  );

  return (
    <Box flexDirection="column" width={width} height={height}>
      <SystemTitle {...props} data={data} />
      <SystemPanels
        layout={layout}
        data={data}
        measure={measure}
        isUtc={isUtc}
        column={shownColumn}
        atColumn={atColumn}
        selectedUser={row >= 0 && row < userCount ? row : null}
        selectedRoute={row >= userCount ? row - userCount : null}
      />
    </Box>
  );
}

function SystemTitle({ width, isUtc, window, data }: ScreenProps & { readonly data: SystemData }) {
  const { clock } = useServices();
  const { stats } = data;
  const isLive = window.endsAt === null;
  const context = { utc: isUtc, now: clock.now() };
  const liveSpan = stats ? formatSpan(stats.from, data.updatedAt, isUtc) : '';
  const span = isLive ? liveSpan : windowLabel(window, context);
  const length = formatWindow(window.hours);
  const left: Segment[] = [
    { text: isLive ? ` Last ${length}` : ` AT  ${length}`, tone: isLive ? 'title' : 'warn', bold: true },
  ];
  const index = useIndexState();
  const isCovered = stats !== undefined && index?.readyFrom != null && index.readyFrom <= stats.from;
  const isIndexing = index?.state === 'building' && !isCovered;
  // Before the times, which a narrow screen cuts; the other words come and go, and must not move them.
  if (isIndexing) left.push({ text: `   indexing ${Math.floor(index.progress * 100)} %`, tone: 'accent' });
  left.push({ text: `   ${span}`, tone: 'muted' });
  if (data.isComputing && !isIndexing) left.push({ text: '   computing …', tone: 'accent' });
  if (data.error && !stats) left.push({ text: `   ${errorText(data.error)}`, tone: 'bad' });
  return <Line width={width} left={left} right={[{ text: `change against the ${length} before `, tone: 'muted' }]} />;
}
