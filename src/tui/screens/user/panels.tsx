import { Box } from 'ink';
import { useCallback } from 'react';
import { auditColumns } from '../../../columns/audit.ts';
import { callWidths } from '../../../columns/call-parts.ts';
import { callListColumns } from '../../../columns/calls.ts';
import { withChange } from '../../../columns/change.ts';
import type { CellContext } from '../../../columns/column.ts';
import { routesBefore } from '../../../columns/counts-before.ts';
import { errorListColumns } from '../../../columns/errors.ts';
import { endpointColumns, latencyColumns, userSummary } from '../../../columns/stats.ts';
import type { UserRef } from '../../../model/user.ts';
import { formatMs } from '../../../text/format.ts';
import { BarsPanel } from '../../charts/bars-panel.tsx';
import { HeatPanel } from '../../charts/heat-panel.tsx';
import { type Measure, measureNote } from '../../charts/timeline-chart.tsx';
import { TimelinePanel } from '../../charts/timeline-panel.tsx';
import { Panel } from '../../components/panel.tsx';
import { Summary } from '../../components/summary.tsx';
import { TablePanel } from '../../components/table-panel.tsx';
import type { ChartClicks } from '../../context/use-clicks.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import { useTheme } from '../../theme/use-theme.ts';
import type { UserData } from './data.ts';
import type { UserLayout } from './layout.ts';
import { PunchCardPanel } from './punch-card-panel.tsx';
import { latencySteps, type UserList, type UserSelection } from './selection.ts';

interface PanelsProps {
  readonly layout: UserLayout;
  readonly data: UserData;
  /** The user and the calls that the screen asks about. */
  readonly asked: { readonly who: UserRef; readonly asked: AskedCalls };
  readonly measure: Measure;
  readonly isUtc: boolean;
  readonly cells: CellContext;
  readonly selection: UserSelection;
  /** Answers a click on a row of a list. */
  readonly onRow: (list: UserList) => (place: number) => void;
  /** Answers clicks on the charts. */
  readonly clicks: ChartClicks;
}

const auditIds: ReadonlySet<string> = new Set(['dateTime', 'action', 'actor']);
// Where there is no room, ages go first, then the routes of errors, whose messages say more.
const errorPriorities: ReadonlyMap<string, number> = new Map([
  ['errorMessage', 0],
  ['apiRoute', 5],
]);
const leastMessageWidth = 16;
const callIds: ReadonlySet<string> = new Set(['dateTime', 'age', 'statusCode', 'apiRoute', 'responseMs']);
const isNotUser = ({ id }: { readonly id: string }) => id !== 'username';
const auditShown = () => auditColumns.filter((column) => auditIds.has(column.id));
const callsShown = () => callListColumns(callWidths.age).filter((column) => callIds.has(column.id));
const errorsShown = () =>
  errorListColumns(callWidths.age)
    .filter(isNotUser)
    .map((column) => ({
      ...column,
      priority: errorPriorities.get(column.id) ?? column.priority,
      // The beginning of a message, with when it was, says more than the message alone.
      ...(column.id === 'errorMessage' && { minWidth: leastMessageWidth }),
    }));

/** The panels of the user screen in their places. */
export function UserPanels(props: PanelsProps) {
  const { layout, data, isUtc, asked } = props;
  return (
    <>
      <Traffic {...props} />
      <Box>
        <Endpoints {...props} />
        {layout.punchCard && <PunchCardPanel {...asked} part={data.part} size={layout.punchCard} isUtc={isUtc} />}
      </Box>
      <Box>
        <History {...props} />
      </Box>
    </>
  );
}

function Traffic({ layout, data, measure, isUtc, cells, selection, clicks }: PanelsProps) {
  const { totals } = layout;
  const { stats } = data;
  const { column, atColumn } = selection.chart;
  const theme = useTheme();
  return (
    <Box>
      {selection.heat ? (
        <HeatPanel shown={selection.heat} onCell={clicks.onCell} {...layout.chart} isUtc={isUtc} now={data.updatedAt} />
      ) : (
        <TimelinePanel
          timeline={data.timeline}
          secondsPerBucket={data.bucketSeconds}
          measure={measure}
          before={data.timelineBefore}
          note={measureNote(measure, stats, {
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
      )}
      {totals && (
        <Panel title="Totals" {...totals}>
          {stats && (
            <Summary
              entries={userSummary(stats, cells, { before: data.before })}
              width={totals.width - 4}
              height={totals.height - 2}
            />
          )}
        </Panel>
      )}
    </Box>
  );
}

function Endpoints({ layout, data, cells, selection, onRow }: PanelsProps) {
  const { endpoints, latencies } = layout;
  const { stats, before } = data;
  const steps = data.latencies && latencySteps(data, layout);
  const columnsOf = useCallback(() => withChange(endpointColumns, before && routesBefore(before.endpoints)), [before]);
  const percentiles = stats
    ? `p50 ${formatMs(stats.p50ResponseMs)}  p95 ${formatMs(stats.p95ResponseMs)}  p99 ${formatMs(stats.p99ResponseMs)} ms`
    : '';
  return (
    <>
      {endpoints && (
        <TablePanel
          title="Endpoints"
          rows={stats?.endpoints}
          columnsOf={columnsOf}
          selectedIndex={selection.placeIn('endpoints')}
          onRow={onRow('endpoints')}
          {...endpoints}
          cells={cells}
          empty="No calls in this window."
        />
      )}
      {latencies && (
        <BarsPanel
          title="Latency"
          note={[{ text: percentiles, tone: 'muted' }]}
          rows={steps}
          columns={latencyColumns(steps ?? [])}
          selectedIndex={selection.placeIn('latencies')}
          onRow={onRow('latencies')}
          {...latencies}
          cells={cells}
          empty="No timed calls in this window."
        />
      )}
    </>
  );
}

function History({ layout, data, cells, selection, onRow }: PanelsProps) {
  const { calls, errors, audit, isAuditBelow } = layout;
  return (
    <>
      {calls && (
        <TablePanel
          title="Latest calls"
          rows={data.calls}
          columnsOf={callsShown}
          selectedIndex={selection.placeIn('calls')}
          onRow={onRow('calls')}
          {...calls}
          cells={cells}
          empty="No calls in this window."
        />
      )}
      <Box flexDirection={isAuditBelow ? 'column' : 'row'}>
        {errors && (
          <TablePanel
            title="Latest errors"
            rows={data.errors}
            columnsOf={errorsShown}
            selectedIndex={selection.placeIn('errors')}
            onRow={onRow('errors')}
            {...errors}
            cells={cells}
            empty="No call failed in this window."
          />
        )}
        {audit && (
          <TablePanel
            title="Admin actions, all time"
            rows={data.audit}
            columnsOf={auditShown}
            {...audit}
            cells={cells}
            empty="No actions yet."
          />
        )}
      </Box>
    </>
  );
}
