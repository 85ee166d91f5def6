import { Box } from 'ink';
import { invalidate } from '../../../actions/invalidate.ts';
import { productFields } from '../../../columns/product-fields.ts';
import { classificationTone, productColumns } from '../../../columns/products.ts';
import { useLive } from '../../../live/use-live.ts';
import { useNow } from '../../../live/use-now.ts';
import type { CachedProduct } from '../../../model/product.ts';
import { errorText } from '../../../text/error-text.ts';
import { ageStepMs } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { Line, Lines } from '../../components/line.tsx';
import type { ScreenProps } from '../../context/screen.ts';
import { useServices } from '../../context/services.tsx';
import { shortSource } from '../../context/short-source.ts';
import { useActions } from '../../context/use-actions.ts';
import { useCellContext } from '../../context/use-cell-context.ts';
import { useCopy } from '../../context/use-copy.ts';
import { useExports } from '../../context/use-exports.ts';
import { type KeyReasons, useKeys } from '../../keys/use-keys.ts';
import type { Segment } from '../../theme/segments.ts';

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
  useKeys(
    'product',
    {
      invalidate: () => product && actions.invalidate(product),
      copy: () => product && copy('product id', product.productId),
    },
    { isActive, reasons: reasonsOf(product) },
  );
  const context = useCellContext(now, isUtc);
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
  const lines = product ? fieldLines(product, now, isUtc) : [];
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
      />
      <Line width={width} left={[]} />
      <Lines width={width} lines={lines.slice(0, height - 2)} />
    </Box>
  );
}

function fieldLines(product: CachedProduct, now: Date, isUtc: boolean): readonly (readonly Segment[])[] {
  return productFields(product, { now, utc: isUtc }).map(([label, value, more]) => [
    { text: ` ${label.padEnd(13)}`, tone: 'muted' },
    { text: value },
    { text: `   ${more}`, tone: 'muted' },
  ]);
}

function reasonsOf(product: CachedProduct | null | undefined): KeyReasons<'product'> {
  if (!product) return { invalidate: gone, copy: gone };
  const refusal = invalidate.unavailable(product);
  return refusal === undefined ? {} : { invalidate: refusal };
}
