import { Box } from 'ink';
import { errorText } from '../../../text/error-text.ts';
import { formatSpan, formatWindow } from '../../../text/format.ts';
import { axisWidth } from '../../charts/chart.tsx';
import { chartColumn, columnAt, nextBar } from '../../charts/slice-words.ts';
import { measures } from '../../charts/timeline-chart.tsx';
import { Line } from '../../components/line.tsx';
import type { Mark } from '../../context/route.ts';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useIndexState } from '../../context/use-index-state.ts';
import { useWindowKey } from '../../context/use-window-key.ts';
import type { WindowChoice } from '../../context/window-choice.ts';
import { pinnedTo, stepWindow, windowLabel } from '../../context/windows.ts';
import { useKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';
import { type SystemData, useSystemData } from './data.ts';
import { layoutSystem } from './layout.ts';
import { SystemPanels } from './panels.tsx';

/** A row of the top lists, which change their order while they are looked at. */
type TopRow = Extract<Mark, { readonly kind: 'row' }>;

/** The whole API in the window: calls and errors over time, totals with their change, status codes, top users and routes. */
export function System(props: ScreenProps<'system'>) {
  const { width, height, isActive, isUtc, view } = props;
  const { window, mark } = view;
  const layout = layoutSystem(width, height - 1);
  const data = useSystemData(window, layout);
  const { timeline, stats } = data;
  const { dispatch, clock } = useServices();
  const measure = measures[view.chart] ?? 'calls';
  const plotWidth = layout.chart.width - 4 - axisWidth;
  const rowCount = layout.top ? Math.max(0, layout.top.height - 3) : 0;
  const users = stats?.topUsers.slice(0, rowCount).map(({ username }) => topRow('users', username)) ?? [];
  const routes = stats?.topRoutes.slice(0, rowCount).map(({ apiRoute }) => topRow('routes', apiRoute)) ?? [];
  const rows = [...users, ...routes];
  const row = rows.findIndex(({ list, name }) => mark?.kind === 'row' && list === mark.list && name === mark.name);
  const bar = mark?.kind === 'bar' ? mark.at : null;
  const column = bar && timeline && layout.chart.height > 0 ? columnAt(timeline, plotWidth, bar) : null;
  const atColumn = column === null || !timeline ? undefined : chartColumn(timeline, plotWidth, column);

  const select = (next: Mark | null): void => dispatch({ type: 'view', change: { mark: next } });
  const moveRow = (by: 1 | -1): string | undefined => {
    if (rows.length === 0) return 'There are no rows to select in this window.';
    const next = row < 0 && by < 0 ? rows.length - 1 : Math.max(0, Math.min(rows.length - 1, row + by));
    select(rows[next] ?? null);
    return undefined;
  };
  const moveBar = (by: 1 | -1): string | undefined => {
    if (layout.chart.height === 0) return 'There is no room for the chart.';
    const at = timeline && nextBar(timeline, plotWidth, bar, by);
    if (!at) return 'The chart is still being read.';
    select({ kind: 'bar', at });
    return undefined;
  };
  const open = (): string | undefined => {
    const target = rows[row];
    if (atColumn) dispatch({ type: 'open', screen: 'errors', args: {}, window: pinnedTo(atColumn.from, atColumn.to) });
    else if (target === undefined) return 'Select a row with j and k, or a bar with ← and →, to open it.';
    else if (target.list === 'routes') dispatch({ type: 'open', screen: 'errors', args: {}, filter: target.name });
    else dispatch({ type: 'open', screen: 'user', args: { username: target.name, id: null } });
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
      chart: () => dispatch({ type: 'view', change: { chart: (measures.indexOf(measure) + 1) % measures.length } }),
      down: () => moveRow(1),
      up: () => moveRow(-1),
      left: () => moveBar(-1),
      right: () => moveBar(1),
      close: () => dispatch({ type: 'close', isMarked: row >= 0 || column !== null }),
      open,
    },
    { isActive },
  );

  return (
    <Box flexDirection="column" width={width} height={height}>
      <SystemTitle width={width} isUtc={isUtc} window={window} data={data} />
      <SystemPanels
        layout={layout}
        data={data}
        measure={measure}
        isUtc={isUtc}
        column={column}
        atColumn={atColumn}
        selectedUser={row >= 0 && row < users.length ? row : null}
        selectedRoute={row >= users.length ? row - users.length : null}
      />
    </Box>
  );
}

function topRow(list: 'users' | 'routes', name: string): TopRow {
  return { kind: 'row', list, name };
}

function SystemTitle(props: {
  readonly width: number;
  readonly isUtc: boolean;
  readonly window: WindowChoice;
  readonly data: SystemData;
}) {
  const { width, isUtc, window, data } = props;
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
