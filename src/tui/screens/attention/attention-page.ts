import type { Attention, AttentionLine } from '../../../model/attention.ts';
import type { ScannedPage } from '../../../model/page.ts';
import type { PagePlace } from '../../list/use-list.ts';

/** A line, and whether somebody set it aside. */
export type ListedLine = AttentionLine & { readonly isAside: boolean };

/** All lines as a page of a list, those that were set aside last. */
export interface AttentionPage extends ScannedPage<ListedLine> {
  readonly attention: Attention;
}

/** Orders of the lines. */
export type AttentionSort = 'danger' | 'since';

/** Makes a page of an answer, whatever the place: all of it is at hand. */
export function attentionPage(
  attention: Attention,
  { anchorId }: Pick<PagePlace, 'anchorId'>,
  { sort, descending }: { readonly sort: AttentionSort; readonly descending: boolean },
): AttentionPage {
  const sorted = (lines: readonly AttentionLine[]) => {
    const inOrder = sort === 'danger' ? lines : lines.toSorted(bySince);
    return descending ? inOrder.toReversed() : inOrder;
  };
  const rows = [
    ...sorted(attention.lines).map((line) => ({ ...line, isAside: false })),
    ...sorted(attention.aside).map((line) => ({ ...line, isAside: true })),
  ];
  const anchor = rows.findIndex(({ id }) => id === anchorId);
  const known = attention.looks.filter(({ state }) => state !== 'not yet').length;
  return {
    rows,
    offset: 0,
    total: rows.length,
    unfilteredTotal: rows.length,
    anchorIndex: anchor === -1 ? null : anchor,
    scan: {
      share: known / attention.looks.length,
      backTo: null,
      isComplete: attention.isComplete,
      foundCount: rows.length,
    },
    attention,
  };
}

/** Puts lines that last longest first, those of unknown begin last. */
function bySince(one: AttentionLine, other: AttentionLine): number {
  const at = ({ since }: AttentionLine) => since?.getTime() ?? Number.POSITIVE_INFINITY;
  return at(one) - at(other) || 0;
}
