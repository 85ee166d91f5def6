import { useMemo } from 'react';
import type { Column } from '../../columns/column.ts';
import { useNow } from '../../live/use-now.ts';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import { ageStepMs } from '../../text/format.ts';
import { HitBox, Painted } from '../components/line.tsx';
import { actionKey } from '../keys/active-keymap.ts';
import { useKeyPress } from '../keys/use-keys.ts';
import { EmptyList } from '../list/empty-list.tsx';
import { List } from '../list/list.tsx';
import { PaintedRows } from '../list/painted-rows.ts';
import { columnAt, paintHeading, placeListColumns } from '../list/table.ts';
import type { LiveList } from '../list/use-list.ts';
import type { Segment } from '../theme/segments.ts';
import { useTheme } from '../theme/use-theme.ts';
import { useServices } from './services.tsx';
import { useCellContext } from './use-cell-context.ts';

const wheelRows = 3;

/** The heading and the visible rows of a long list, or why there are none. It takes a line more than its rows. */
export function RecordList<Row extends { readonly id: Id }>(props: {
  readonly list: LiveList<Row, Page<Row>>;
  /** The columns; the same array as long as they are the same. */
  readonly columns: readonly Column<Row>[];
  readonly order: { readonly sort: string; readonly descending: boolean };
  /** The orders that a click on a heading chooses. */
  readonly sorts: readonly { readonly id: string; readonly descending: boolean }[];
  readonly width: number;
  readonly isUtc: boolean;
  /** The time of a row whose age is shown. */
  readonly timeOf: (row: Row) => Date | null;
  /** Rows that matter less are muted. */
  readonly isMuted?: (row: Row) => boolean;
  readonly empty: readonly Segment[];
  /** Lines that the rows take; those that the list is made for unless given. */
  readonly lines?: number;
}) {
  const { list, columns, order, width, isUtc, timeOf, isMuted, empty } = props;
  const { clock, dispatch } = useServices();
  const theme = useTheme();
  const { state } = list;
  const now = useNow(youngestStepMs(list, timeOf, clock.now()));
  const placed = useMemo(() => placeListColumns(columns, width), [columns, width]);
  const painted = useMemo(() => new PaintedRows(placed, { theme, width }), [placed, theme, width]);
  const context = useCellContext(now, isUtc);
  const paint = (index: number, isSelected: boolean): string => {
    const row = list.rowAt(index);
    if (!row) return theme.paint('   …', 'muted');
    const isMarked = list.marked.isMarked(row.id, index);
    const line = painted.line(row, context, { isSelected, isMarked, isMuted: isMuted?.(row) ?? false });
    return theme.isSpoken ? numbered(line, index) : line;
  };
  const press = useKeyPress();
  const click = (index: number): void => {
    if (index === state.cursor) press(actionKey({ scope: 'list', action: 'open' }));
    else list.move({ type: 'move', by: index - state.cursor });
  };
  const wheel = (by: number): void => list.move({ type: 'move', by: by * wheelRows });
  const sortBy = (sort: string | undefined): void => {
    const chosen = props.sorts.find(({ id }) => id === sort);
    if (chosen === undefined) return;
    const descending = chosen.id === order.sort ? !order.descending : chosen.descending;
    dispatch({ type: 'view', change: { order: { sort: chosen.id, descending } } });
  };
  return (
    <>
      <HitBox width={width} onClick={({ x }) => sortBy(columnAt(placed, x)?.column.sort)}>
        <Painted text={paintHeading(theme, width, placed, order)} />
      </HitBox>
      {state.total === 0 ? (
        <EmptyList width={width} word={empty} />
      ) : (
        <List state={state} height={props.lines ?? state.height} paintRow={paint} onClick={click} onWheel={wheel} />
      )}
    </>
  );
}

/** The words of a row behind its number in the list. */
function numbered(words: string, index: number): string {
  return words.replace(/^(?:❯ )?/, (mark) => `${mark}${index + 1}. `);
}

/** Returns the precision that the ages on the screen need, in milliseconds: that of the youngest row; null for none. */
function youngestStepMs<Row extends { readonly id: Id }>(
  { state, rowAt }: LiveList<Row, Page<Row>>,
  timeOf: (row: Row) => Date | null,
  now: Date,
): number | null {
  const steps = Array.from({ length: state.height }, (_, line) => {
    const row = rowAt(state.top + line);
    const time = row ? timeOf(row) : null;
    return time ? ageStepMs(time, now) : Number.POSITIVE_INFINITY;
  });
  const step = Math.min(...steps);
  return Number.isFinite(step) ? step : null;
}
