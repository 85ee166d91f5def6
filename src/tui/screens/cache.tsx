import { Box } from 'ink';
import { useMemo } from 'react';
import { productColumns } from '../../columns/products.ts';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import type { CachedProduct, Page, ProductSort } from '../../model.ts';
import { ageStepMs, formatCount } from '../../text/format.ts';
import { EmptyList } from '../components/empty-list.tsx';
import { Painted } from '../components/line.tsx';
import { List } from '../components/list.tsx';
import { TitleLine } from '../components/title-line.tsx';
import { listPosition, listWord } from '../list-words.ts';
import type { Segment } from '../segments.ts';
import { useServices } from '../services.tsx';
import { paintHeading, paintRow, placeColumns } from '../table.ts';
import { useActions } from '../use-actions.ts';
import { useKeys } from '../use-keys.ts';
import { useList } from '../use-list.ts';
import { useFilterInput, useListKeys, useListView } from '../use-list-view.ts';
import { useTheme } from '../use-theme.ts';
import { CachePanels, cachePanelsHeight } from './cache-panels.tsx';
import type { ScreenProps } from './screen.ts';

const sorts = [
  { id: 'classified', label: 'Classified', descending: true },
  { id: 'product', label: 'Product', descending: false },
  { id: 'category', label: 'Category', descending: false },
  { id: 'status', label: 'Status', descending: false },
] as const satisfies readonly { id: ProductSort; label: string; descending: boolean }[];

/** The cache of product classifications: its state, and its entries to browse. */
export function Cache({ width, height, isActive, isUtc }: ScreenProps) {
  const { store, clock, dispatch } = useServices();
  const theme = useTheme();
  const actions = useActions();
  const view = useListView<ProductSort>({ sort: 'classified', descending: true });
  const panelsHeight = cachePanelsHeight(height);
  const rowsHeight = Math.max(1, height - 2 - panelsHeight);
  const { filter, sort, descending } = view;
  const stats = useLive('cache', () => store.products.stats()).data;
  const list = useList<CachedProduct, Page<CachedProduct>>(view.key, rowsHeight, (place) =>
    store.products.list({ ...place, filter, sort, descending }),
  );
  const { state, live, selected } = list;
  const shown = Array.from({ length: state.height }, (_, row) => list.rowAt(state.top + row));
  const steps = shown.flatMap((row) => (row?.classifiedAt ? [ageStepMs(row.classifiedAt, clock.now())] : []));
  const now = useNow(steps.length > 0 ? Math.min(...steps) : null);
  const columns = useMemo(() => placeColumns(productColumns, width), [width]);
  const context = { now, utc: isUtc, style: 'blocks' as const };
  const input = useFilterInput(list, view);
  const areKeysActive = isActive && !view.isTyping;

  const listKeys = useListKeys(list, {
    view,
    sorts,
    noun: 'product id',
    onOpen: (product) => dispatch({ type: 'openProduct', id: product.id }),
    copied: (product) => product.productId,
  });
  useKeys('list', listKeys, { isActive: areKeysActive });
  useKeys(
    'cache',
    {
      toggle: () => {
        if (!selected) return 'No entry is selected.';
        if (selected.classificationStatus === 'invalidated') return 'This entry is invalidated already.';
        actions.invalidate(selected.productId);
        return undefined;
      },
      cleanup: () => dispatch({ type: 'overlay', overlay: { kind: 'cleanup' } }),
    },
    { isActive: areKeysActive },
  );

  const page = live.data;
  const counts: readonly Segment[] = [
    { text: ' Cache', tone: 'title' },
    { text: page ? `   ${formatCount(page.unfilteredTotal)} entries` : '', tone: 'muted' },
    { text: filter && page ? `   ${formatCount(page.total)} found` : '', tone: 'muted' },
  ];
  return (
    <Box flexDirection="column" height={height} width={width}>
      <TitleLine width={width} left={counts} right={[{ text: listPosition(state), tone: 'muted' }]} filter={input} />
      {panelsHeight > 0 && <CachePanels stats={stats} width={width} height={panelsHeight} isUtc={isUtc} now={now} />}
      <Painted text={paintHeading(theme, width, columns, { sort, descending })} />
      {state.total === 0 ? (
        <EmptyList
          width={width}
          word={listWord(live, filter, 'entry', {
            text: 'The cache is empty: the API fills it when it classifies products.',
            key: '2',
            what: 'shows its calls',
          })}
        />
      ) : (
        <List
          state={state}
          height={rowsHeight}
          paintRow={(index, isSelected) => {
            const row = list.rowAt(index);
            if (!row) return theme.paint('   …', 'muted');
            const isMuted = row.classificationStatus === 'invalidated';
            return paintRow(row, columns, { theme, width, context, isSelected, isMuted });
          }}
        />
      )}
    </Box>
  );
}
