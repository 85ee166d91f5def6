import type { CachedProduct, ProductSort } from '../model/product.ts';
import { ageCell, isoTime, noneCell, storedTime, textCell, timeCell } from './cells.ts';
import type { Column, Tone } from './column.ts';

const STATUS_TONES: ReadonlyMap<string, Tone> = new Map<string, Tone>([
  ['success', 'good'],
  ['partial', 'warn'],
  ['failed', 'bad'],
  ['invalidated', 'muted'],
]);

/** Returns the tone for the status of a cached classification. */
export function classificationTone(status: string): Tone {
  return STATUS_TONES.get(status) ?? 'plain';
}

type ProductColumn = Column<CachedProduct> & { readonly sort?: ProductSort };

const columns: readonly ProductColumn[] = [
  {
    id: 'productId',
    header: 'PRODUCT',
    align: 'left',
    minWidth: 12,
    maxWidth: 32,
    grow: 2,
    priority: 0,
    sort: 'product',
    cell: (product, _context, width) => textCell(product.productId, width),
    value: (product) => product.productId,
  },
  {
    id: 'classificationStatus',
    header: 'STATUS',
    align: 'left',
    minWidth: 11,
    priority: 1,
    sort: 'status',
    cell: ({ classificationStatus: status }, _context, width) => textCell(status, width, classificationTone(status)),
    value: (product) => product.classificationStatus,
  },
  {
    id: 'itemMainCategory',
    header: 'CATEGORY',
    align: 'left',
    minWidth: 10,
    maxWidth: 24,
    grow: 1,
    priority: 2,
    sort: 'category',
    cell: (product, _context, width) => textCell(product.itemMainCategory, width),
    value: (product) => product.itemMainCategory,
  },
  {
    id: 'itemSubCategory',
    header: 'SUBCATEGORY',
    align: 'left',
    minWidth: 11,
    maxWidth: 24,
    grow: 1,
    priority: 6,
    cell: (product, _context, width) => textCell(product.itemSubCategory, width, 'muted'),
    value: (product) => product.itemSubCategory,
  },
  {
    id: 'brand',
    header: 'BRAND',
    align: 'left',
    minWidth: 8,
    maxWidth: 20,
    grow: 1,
    priority: 5,
    cell: (product, _context, width) => textCell(product.brand, width),
    value: (product) => product.brand,
  },
  {
    id: 'valuePrice',
    header: 'PRICE',
    align: 'right',
    minWidth: 8,
    maxWidth: 10,
    priority: 4,
    cell: ({ valuePrice }) => (valuePrice === null ? noneCell() : { text: valuePrice.toFixed(2) }),
    value: (product) => product.valuePrice,
  },
  {
    id: 'classifiedAt',
    header: 'CLASSIFIED',
    align: 'left',
    minWidth: 19,
    maxWidth: 24,
    priority: 3,
    sort: 'classified',
    cell: (product, context, width) =>
      timeCell(storedTime(product.classifiedAt, product.classifiedAtText), context, width),
    value: (product) => isoTime(storedTime(product.classifiedAt, product.classifiedAtText)),
  },
];

/** The columns of cached classifications. */
export const productColumns: readonly Column<CachedProduct>[] = columns;

/** From this width of the screen on a list tells how old entries are, and from that one on their other attributes. */
const ageWidth = 130;
const attributesWidth = 170;

/** The columns of a list of cached classifications on a screen of a width. */
export function productListColumns(screenWidth: number): readonly Column<CachedProduct>[] {
  if (screenWidth < ageWidth) return columns;
  if (screenWidth < attributesWidth) return [...columns, ageColumn];
  const [last, ...before] = columns.toReversed();
  return [...before.toReversed(), ...attributeColumns, ...(last ? [last] : []), ageColumn, descriptionColumn];
}

const ageColumn: ProductColumn = {
  id: 'age',
  header: 'AGE',
  align: 'left',
  minWidth: 10,
  priority: 7,
  cell: ({ classifiedAt }, context, width) =>
    classifiedAt ? ageCell(classifiedAt, context, width, 'muted') : noneCell(),
  value: (product) => isoTime(product.classifiedAt),
};

const attributeColumns: readonly ProductColumn[] = [
  attributeColumn('targetDemographic', 'FOR', 8),
  attributeColumn('utilityType', 'UTILITY', 9),
];

const descriptionColumn: ProductColumn = {
  ...attributeColumn('rawDescription', 'DESCRIPTION', 10),
  minWidth: 20,
  maxWidth: Number.POSITIVE_INFINITY,
  grow: 3,
};

function attributeColumn(
  id: 'targetDemographic' | 'utilityType' | 'rawDescription',
  header: string,
  priority: number,
): ProductColumn {
  return {
    id,
    header,
    align: 'left',
    minWidth: 10,
    maxWidth: 16,
    grow: 1,
    priority,
    cell: (product, _context, width) => textCell(product[id], width, 'muted'),
    value: (product) => product[id],
  };
}
