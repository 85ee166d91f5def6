import { Box } from 'ink';
import { useMemo } from 'react';
import { invalidate } from '../../../actions/invalidate.ts';
import { productListColumns } from '../../../columns/products.ts';
import { useLive } from '../../../live/use-live.ts';
import type { Page } from '../../../model/page.ts';
import type { CachedProduct, ProductSort } from '../../../model/product.ts';
import { formatCount, zoneName } from '../../../text/format.ts';
import { RecordList } from '../../context/record-list.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { useCellContext } from '../../context/use-cell-context.ts';
import { listView, useFilterInput, useListKeys, useViewedList } from '../../context/use-list-view.ts';
import { isMarking, markedCount } from '../../context/use-marking.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { listWord, markWords, placeWords } from '../../list/list-words.ts';
import { TitleLine } from '../../list/title-line.tsx';
import type { Segment } from '../../theme/segments.ts';
import { useExportedEntries } from './export-entries.ts';
import { CachePanels, cachePanelsHeight } from './panels.tsx';
import { useMarkedEntries } from './use-marked-entries.ts';

const sorts = [
  { id: 'classified', label: 'Classified', descending: true },
  { id: 'product', label: 'Product', descending: false },
  { id: 'category', label: 'Category', descending: false },
  { id: 'status', label: 'Status', descending: false },
] as const satisfies readonly { id: ProductSort; label: string; descending: boolean }[];

/** The cache of product classifications: its state, and its entries to browse. */
export function Cache(props: ScreenProps<'cache'>) {
  const { width, height, isActive, isTyping, isUtc } = props;
  const { store, clock, dispatch } = useServices();
  const actions = useActions();
  const view = listView<ProductSort>(props.view, sorts, 'classified');
  const panelsHeight = cachePanelsHeight(height);
  const rowsHeight = Math.max(1, height - 2 - panelsHeight);
  const { filter, sort, descending } = view;
  const stats = useLive('cache', () => store.products.stats());
  const list = useViewedList<CachedProduct, Page<CachedProduct>>(view.key, rowsHeight, props.view, (place) =>
    store.products.list({ ...place, filter, sort, descending }),
  );
  const { state, live, selected } = list;
  const columns = useMemo(() => productListColumns(width), [width]);
  const input = useFilterInput(list, props);
  const areKeysActive = isActive && !isTyping;

  useListKeys(list, {
    view,
    sorts,
    noun: 'product id',
    onOpen: (product) => dispatch({ type: 'open', screen: 'product', args: { id: product.id } }),
    copied: (product) => product.productId,
    isActive: areKeysActive,
  });
  useExportedEntries(areKeysActive, list, { ...view, columns, context: useCellContext(clock.now(), isUtc) });
  const invalidateMarked = useMarkedEntries(list, view);
  const areMarked = isMarking(list.marked);
  const alone = selected ? invalidate.unavailable(selected) : 'There is nothing to invalidate.';
  const refusal = areMarked ? undefined : alone;
  useKeys(
    'cache',
    {
      invalidate: () => (areMarked ? invalidateMarked() : selected && actions.invalidate(selected)),
      filter: () => dispatch({ type: 'typing', isTyping: true }),
      cleanup: () => dispatch({ type: 'overlay', overlay: { kind: 'cleanup', of: 'cache' } }),
    },
    {
      isActive: areKeysActive,
      labels: areMarked ? { invalidate: `invalidate ${formatCount(markedCount(list.marked))}` } : {},
      reasons: refusal === undefined ? {} : { invalidate: refusal },
    },
  );

  const page = live.data;
  const counts: readonly Segment[] = [
    { text: ' Cache', tone: 'title' },
    {
      text: page ? `   ${formatCount(page.unfilteredTotal)} ${page.unfilteredTotal === 1 ? 'entry' : 'entries'}` : '',
      tone: 'muted',
    },
    { text: filter && page ? `   ${formatCount(page.total)} found` : '', tone: 'muted' },
    ...markWords(list.marked),
    { text: props.waitingFilter === '' ? '' : '   not filtered: the filter is of calls', tone: 'muted' },
  ];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <TitleLine
        width={width}
        left={counts}
        right={placeWords(state, zoneName(clock.now(), isUtc), { left: counts, width })}
        filter={input}
      />
      {panelsHeight > 0 && <CachePanels stats={stats} width={width} height={panelsHeight} isUtc={isUtc} />}
      <RecordList
        list={list}
        columns={columns}
        order={view}
        sorts={sorts}
        width={width}
        isUtc={isUtc}
        timeOf={(product) => product.classifiedAt}
        isMuted={(product) => product.classificationStatus === 'invalidated'}
        empty={listWord(live, view, 'entry', {
          text: 'The cache is empty: classifying products fills it.',
          key: '2',
          what: 'shows its calls',
        })}
      />
    </Box>
  );
}
