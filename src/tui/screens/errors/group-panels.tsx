import { Box } from 'ink';
import { callWidths } from '../../../columns/call-parts.ts';
import { callListColumns } from '../../../columns/calls.ts';
import { routeCountColumns, userCountColumns } from '../../../columns/stats.ts';
import { withTerm } from '../../../filter/edit.ts';
import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { BarsPanel } from '../../charts/bars-panel.tsx';
import type { TimeAxis } from '../../charts/chart.tsx';
import { TablePanel } from '../../components/table-panel.tsx';
import { useServices } from '../../context/services.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';
import { type AskedCalls, patienceMs, termOf } from '../../context/use-filter.ts';
import type { GroupLayout } from './group-layout.ts';
import { GroupTrend } from './group-trend.tsx';

interface GroupPanelsProps {
  readonly group: ErrorGroup;
  readonly layout: GroupLayout;
  readonly asked: AskedCalls;
  readonly title: string;
  readonly time: TimeAxis;
  readonly now: Date;
}

/** Panels about the selected group: its calls over time, and with more room its newest calls, its users and its routes. */
export function GroupPanels(props: GroupPanelsProps) {
  const { group, layout, title, time } = props;
  return (
    <>
      <GroupTrend group={group} title={title} time={time} {...layout.trend} />
      {layout.calls && <GroupDetails {...props} />}
    </>
  );
}

// What all calls of a group have is not told again; names give way to messages.
const leastWidths: ReadonlyMap<string, number> = new Map([
  ['dateTime', 12],
  ['username', 10],
  ['apiRoute', 14],
  ['responseMs', 7],
  ['errorMessage', 20],
]);
const shownColumns = () =>
  callListColumns(callWidths.whole).flatMap((column) => {
    const minWidth = leastWidths.get(column.id);
    return minWidth === undefined ? [] : [{ ...column, minWidth }];
  });

function GroupDetails({ group, layout, asked, time, now }: GroupPanelsProps) {
  const { calls, users, routes } = layout;
  const { latest, counts } = useGroupDetails(group, asked, calls?.height ?? 0);
  const cells = useCellContext(now, time.isUtc);
  const empty = 'No calls in this window.';
  return (
    <Box>
      {calls && (
        <TablePanel
          title="Newest calls of the group"
          rows={latest?.rows}
          columnsOf={shownColumns}
          {...calls}
          cells={cells}
          empty={empty}
        />
      )}
      <Box flexDirection="column">
        {users && (
          <BarsPanel
            title="Its users"
            rows={counts?.users}
            columns={userCountColumns(counts?.users ?? [])}
            {...users}
            cells={cells}
            empty={empty}
          />
        )}
        {routes && (
          <BarsPanel
            title="Its routes"
            rows={counts?.routes}
            columns={routeCountColumns(counts?.routes ?? [])}
            {...routes}
            cells={cells}
            empty={empty}
          />
        )}
      </Box>
    </Box>
  );
}

/** Reads the newest calls of a group, and how many calls its users and routes have. */
function useGroupDetails({ id }: ErrorGroup, { filter, window, key }: AskedCalls, limit: number) {
  const { store, windowAt } = useServices();
  const ofGroup = { filter: withTerm(filter, termOf.group(id), 'only'), patienceMs };
  const place = { sort: 'time', descending: true, offset: 0, limit, anchorId: null } as const;
  const latest = useLive(
    `calls of group ${id} ${limit} ${key}`,
    () => store.apiLogs.calls({ ...place, ...ofGroup, window: windowAt(window) }),
    { isPart },
  );
  const counts = useLive(`counts of group ${id} ${key} ${partOf(latest.data)}`, () =>
    store.apiLogs.valueCounts(windowAt(window), ofGroup),
  );
  return { latest: latest.data, counts: counts.data };
}
