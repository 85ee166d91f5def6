import { Box } from 'ink';
import { useCallback } from 'react';
import { withChange } from '../../../columns/change.ts';
import type { CellContext } from '../../../columns/column.ts';
import { topGroupColumns } from '../../../columns/error-groups.ts';
import { withRouteTimes } from '../../../columns/route-times.ts';
import { topRouteColumnsIn, topUserColumns } from '../../../columns/stats.ts';
import type { RouteStats, TopUser } from '../../../model/statistics.ts';
import { TablePanel } from '../../components/table-panel.tsx';
import type { SystemData } from './data.ts';
import type { SystemLayout } from './layout.ts';
import type { ListName, Selection } from './selection.ts';

/** Content of the lists of System, and the answers to clicks on their rows. */
export interface ListsProps {
  readonly layout: SystemLayout;
  readonly data: SystemData;
  readonly cells: CellContext;
  readonly selection: Selection;
  /** Answers a click on a row of a list. */
  readonly onRow: (list: ListName) => (place: number) => void;
}

/** The lists of the users and routes with most calls, and of the groups of most errors. */
export function TablePanels({ layout, data, cells, selection, onRow }: ListsProps) {
  const { users, routes, groups } = layout;
  const { counts, routeTimes } = data;
  const routesWidth = routes?.width ?? 0;
  // The same functions until their columns differ: laying out two long tables takes milliseconds.
  const userColumns = useCallback(
    (rows: readonly TopUser[]) => withChange(topUserColumns(rows), counts?.user),
    [counts],
  );
  const routeColumns = useCallback(
    (rows: readonly RouteStats[]) =>
      withChange(withRouteTimes(topRouteColumnsIn(routesWidth, rows), routeTimes), counts?.route),
    [counts, routeTimes, routesWidth],
  );
  if (!users || !routes) return null;
  const empty = 'No calls in this window.';
  return (
    <Box>
      <TablePanel
        title="Top users"
        rows={data.stats?.topUsers}
        columnsOf={userColumns}
        {...users}
        cells={cells}
        empty={empty}
        selectedIndex={selection.placeIn('users')}
        onRow={onRow('users')}
      />
      <Box flexDirection="column">
        <TablePanel
          title="Top routes"
          rows={data.stats?.topRoutes}
          columnsOf={routeColumns}
          {...routes}
          cells={cells}
          empty={empty}
          selectedIndex={selection.placeIn('routes')}
          onRow={onRow('routes')}
        />
        {groups && (
          <TablePanel
            title="Top errors"
            rows={data.groups}
            columnsOf={topGroups}
            {...groups}
            cells={cells}
            empty="No call failed in this window."
            selectedIndex={selection.placeIn('groups')}
            onRow={onRow('groups')}
          />
        )}
      </Box>
    </Box>
  );
}

const topGroups = () => topGroupColumns;
