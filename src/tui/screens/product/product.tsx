import { Box } from 'ink';
import { useState } from 'react';
import { invalidate } from '../../../actions/invalidate.ts';
import type { CellContext } from '../../../columns/column.ts';
import { productFields } from '../../../columns/product-fields.ts';
import { classificationTone, productColumns } from '../../../columns/products.ts';
import { useLive } from '../../../live/use-live.ts';
import { useNow } from '../../../live/use-now.ts';
import type { CachedProduct } from '../../../model/product.ts';
import { errorText } from '../../../text/error-text.ts';
import { ageStepMs } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { wrapWhole } from '../../../text/wrap.ts';
import { Line, Lines } from '../../components/line.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { shortSource } from '../../context/short-source.ts';
import { useActions } from '../../context/use-actions.ts';
import { useCellContext } from '../../context/use-cell-context.ts';
import { useCopy } from '../../context/use-copy.ts';
import { useExports } from '../../context/use-exports.ts';
import { type KeyReasons, useKeys } from '../../keys/use-keys.ts';
import { type Segment, segmentsWidth } from '../../theme/segments.ts';

const titleHeight = 2;
const labelWidth = 14;

const gone = 'This entry is no longer in the cache.';

/** One cached product with all its fields. */
export function Product(props: ScreenProps<'product'>) {
  const { width, height, isActive, isUtc } = props;
  const { id: entryId } = props.args;
  const { store, clock } = useServices();
  const copy = useCopy();
  const actions = useActions();
  const live = useLive(`product ${entryId}`, async () => {
    const place = { filter: '', sort: 'product', descending: false, offset: 0, limit: 1, anchorId: entryId } as const;
    const page = await store.products.list(place);
    return page.rows.find((row) => row.id === entryId) ?? null;
  });
  const product = live.data;
  const now = useNow(product?.classifiedAt ? ageStepMs(product.classifiedAt, clock.now()) : null);
  const context = useCellContext(now, isUtc);
  const lines = product ? fieldLines(product, context, width) : [];
  const room = Math.max(1, height - titleHeight);
  const { first, move, below } = useScroll(entryId, lines.length - room);
  useKeys(
    'product',
    {
      down: () => move(1),
      up: () => move(-1),
      invalidate: () => product && actions.invalidate(product),
      copy: () => product && copy('product id', product.productId),
    },
    { isActive, reasons: reasonsOf(product) },
  );
  useExports(isActive, () => {
    if (!product) return [];
    const entry = {
      name: 'product',
      noun: { one: 'entry of the cache', many: 'entries of the cache' },
      rows: [product],
      columns: productColumns,
      selected: product,
      nameOf: () => ({ label: 'product id', text: product.productId }),
      context,
    };
    return [shortSource(entry)];
  });
  const word = product === null ? `   ${gone} Esc goes back.` : product ? '' : '   Reading …';
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line
        width={width}
        left={[
          { text: ` ${product ? printable(product.productId, 200) : 'Product'}`, tone: 'title' },
          { text: live.error && !product ? `   ${errorText(live.error)}` : word, tone: 'muted' },
          {
            text: product ? `   ${printable(product.classificationStatus, 40)}` : '',
            tone: classificationTone(product?.classificationStatus ?? ''),
          },
        ]}
        right={[{ text: below > 0 ? `${below} more below ` : '', tone: 'muted' }]}
      />
      <Line width={width} left={[]} />
      <Lines width={width} lines={lines.slice(first, first + room)} />
    </Box>
  );
}

/** The place that the lines of a record are scrolled to, and how many are below; another record begins at its first line. */
function useScroll(record: unknown, last: number) {
  const [scrolled, setScrolled] = useState({ record, lines: 0 });
  const first = Math.max(0, Math.min(last, scrolled.record === record ? scrolled.lines : 0));
  const move = (by: 1 | -1): void => setScrolled({ record, lines: Math.max(0, Math.min(last, first + by)) });
  return { first, move, below: Math.max(0, last - first) };
}

/** Each field with its whole value, over several lines where it is long. */
function fieldLines(product: CachedProduct, context: CellContext, width: number): readonly (readonly Segment[])[] {
  return productFields(product, context).flatMap(([label, value, more]) => {
    const room = Math.max(1, width - labelWidth - 1);
    const texts = wrapWhole(value, room).map((text): Segment[] => [{ text }]);
    const behind: Segment = { text: `   ${more}`, tone: 'muted' };
    if (segmentsWidth([...(texts.at(-1) ?? []), behind]) <= room) texts.at(-1)?.push(behind);
    else if (more !== '') texts.push(...wrapWhole(more, room).map((text): Segment[] => [{ text, tone: 'muted' }]));
    const margin = (at: number): Segment => ({
      text: ` ${(at === 0 ? label : '').padEnd(labelWidth - 1)}`,
      tone: 'muted',
    });
    return texts.map((segments, at) => [margin(at), ...segments]);
  });
}

function reasonsOf(product: CachedProduct | null | undefined): KeyReasons<'product'> {
  if (!product) return { invalidate: gone, copy: gone };
  const refusal = invalidate.unavailable(product);
  return refusal === undefined ? {} : { invalidate: refusal };
}
