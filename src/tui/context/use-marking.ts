import { useEffect } from 'react';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import { PresentsError } from '../../model/presents-error.ts';
import { shortErrorText } from '../../text/error-text.ts';
import { formatCount } from '../../text/format.ts';
import type { KeyHandlers, KeyReasons } from '../keys/use-keys.ts';
import type { RecordId } from '../list/list-state.ts';
import { hasMarks, type Marks, withIds } from '../list/marks.ts';
import type { LiveList, ShownMarks } from '../list/use-list.ts';
import { useServices } from './services.tsx';

type MarkAction = 'mark' | 'range' | 'markAll';

type Range = NonNullable<ShownMarks['range']>;

/** Rows that a range may have: each of its marks is kept by itself. */
const mostOfRange = 10_000;
const pageRows = 1_000;

/** Handlers of the keys that mark records of a list, and why they cannot work. */
export interface Marking {
  readonly handlers: Pick<KeyHandlers<'list'>, MarkAction>;
  readonly reasons: Pick<KeyReasons<'list'>, MarkAction>;
}

/** The keys that mark. While a range is being marked no row moves under the hand. */
export function useMarking<Row extends { readonly id: Id }, Answer extends Page<Row>>(
  list: LiveList<Row, Answer>,
): Marking {
  const { heartbeat, dispatch, holdKeys } = useServices();
  const { range, marks } = list.marked;
  const isRanging = range !== null;
  useEffect(() => (isRanging ? heartbeat.hold() : undefined), [isRanging, heartbeat]);
  const endRange = (): string | undefined => {
    if (range === null) return undefined;
    const fault = rangeFault(range);
    if (fault !== undefined) return fault;
    const release = holdKeys();
    idsOf(list, range)
      .then(
        (ids) => list.marked.step({ type: 'add', ids }),
        (error) => dispatch({ type: 'say', message: { tone: 'bad', text: shortErrorText(error) } }),
      )
      .finally(release);
    return undefined;
  };
  const nothing = 'There is nothing to mark.';
  const isAll = marks.of === 'all' && marks.ids.length === 0;
  return {
    handlers: {
      mark: () => (isRanging ? endRange() : list.marked.step({ type: 'toggle' })),
      range: () => (isRanging ? endRange() : list.marked.step({ type: 'range' })),
      markAll: () => list.marked.step({ type: 'all' }),
    },
    reasons: list.selected
      ? isAll && !isRanging
        ? { markAll: 'All are marked already: Esc takes the marks away.' }
        : {}
      : { mark: nothing, range: nothing, markAll: nothing },
  };
}

/** The marks of a list, those of a range that is being marked included. Rejects where they cannot be read. */
export async function marksOf<Row extends { readonly id: Id }>(list: LiveList<Row, Page<Row>>): Promise<Marks> {
  const { range, marks, step } = list.marked;
  if (range === null) return marks;
  const fault = rangeFault(range);
  if (fault !== undefined) throw new PresentsError(fault, { code: 'refused' });
  const ids = await idsOf(list, range);
  step({ type: 'add', ids });
  return withIds(marks, ids);
}

/** Number of marked records as far as it is known: rows of a range may be marked already. */
export function markedCount({ count, range }: ShownMarks): number {
  return count + (range === null ? 0 : range.to - range.from);
}

/** True if records are marked, or about to be. */
export function isMarking({ range, marks }: ShownMarks): boolean {
  return range !== null || hasMarks(marks);
}

/** The sentence why a range is too long; undefined if it is not. */
function rangeFault({ from, to }: Range): string | undefined {
  const count = to - from;
  if (count <= mostOfRange) return undefined;
  return `A range has ${formatCount(mostOfRange)} rows at most, and this one ${formatCount(count)}: * marks all of them.`;
}

/** The ids of a part of a list, from what is loaded or, where that is not enough, from the store. */
async function idsOf<Row extends { readonly id: Id }>(
  list: LiveList<Row, Page<Row>>,
  { from, to }: Range,
): Promise<readonly RecordId[]> {
  const loaded = Array.from({ length: to - from }, (_, at) => list.rowAt(from + at)?.id);
  const known = loaded.filter((id) => id !== undefined);
  if (known.length === loaded.length) return known;
  const ids: RecordId[] = [];
  while (from + ids.length < to) {
    const offset = from + ids.length;
    const { rows } = await list.read({ offset, limit: Math.min(pageRows, to - offset), anchorId: null });
    if (rows.length === 0) break;
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}
