import { Box } from 'ink';
import { ageColumns, cacheSummary, categoryColumns, noCategories } from '../../../columns/stats.ts';
import type { Live } from '../../../live/live-query.ts';
import type { CacheStats } from '../../../model/product.ts';
import { BarsPanel } from '../../charts/bars-panel.tsx';
import { Panel } from '../../components/panel.tsx';
import { Summary } from '../../components/summary.tsx';
import { TablePanel } from '../../components/table-panel.tsx';
import { useCellContext } from '../../context/use-cell-context.ts';

/** Returns the number of rows that the panels take on a screen of this height; 0 if the list needs them all. */
export function cachePanelsHeight(height: number): number {
  if (height < 17) return 0;
  return Math.min(13, Math.floor(height * 0.45));
}

const widestTotals = 46;

/** The state of the cache: totals by status, ages, top categories. The ages go first if there is no room. */
export function CachePanels(props: {
  readonly stats: Live<CacheStats>;
  readonly width: number;
  readonly height: number;
  readonly isUtc: boolean;
}) {
  const { width, height, isUtc } = props;
  const { data: stats, updatedAt } = props.stats;
  const hasAges = width >= 110;
  // Numbers stand near their names, and bars take the rest.
  const totalsWidth = Math.min(widestTotals, Math.floor(width * (hasAges ? 0.36 : 0.5)));
  const agesWidth = hasAges ? Math.floor((width - totalsWidth) * 0.45) : 0;
  const cells = useCellContext(updatedAt ?? new Date(0), isUtc);
  const shared = { height, cells };
  return (
    <Box>
      <Panel title="Totals" width={totalsWidth} height={height}>
        {stats && <Summary entries={cacheSummary(stats, cells)} width={totalsWidth - 4} height={height - 2} />}
      </Panel>
      {hasAges && (
        <BarsPanel
          {...shared}
          title="Age"
          rows={stats?.ages}
          columns={ageColumns(stats?.ages ?? [])}
          width={agesWidth}
          empty="Nothing is cached yet."
        />
      )}
      <TablePanel
        {...shared}
        title="Top categories"
        rows={stats?.topCategories}
        columnsOf={categoryColumns}
        width={width - totalsWidth - agesWidth}
        empty={noCategories(stats ?? { totalCached: 0 })}
      />
    </Box>
  );
}
