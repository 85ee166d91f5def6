import type { CachedProduct } from '../model/product.ts';
import { formatAge, formatDateTime, formatId, zoneName } from '../text/format.ts';
import { printable } from '../text/printable.ts';
import type { CellContext } from './column.ts';

const longestText = 2000;

/** A field of a record: its name, its value and what is said about it, printable. */
export type Field = readonly [name: string, value: string, more: string];

/** All fields of a cached classification, for a person. */
export function productFields(
  product: CachedProduct,
  { now, utc }: Pick<CellContext, 'now' | 'utc'>,
): readonly Field[] {
  const text = (value: string | null): string => (value === null || value === '' ? '–' : printable(value, longestText));
  const { classifiedAt } = product;
  const classified: Field =
    product.classifiedAtText === undefined
      ? [
          'classified',
          `${formatDateTime(classifiedAt, utc)} ${classifiedAt ? zoneName(classifiedAt, utc) : ''}`,
          classifiedAt ? formatAge(classifiedAt, now) : '',
        ]
      : ['classified', text(product.classifiedAtText), 'is no time that can be read'];
  return [
    classified,
    ['description', text(product.rawDescription), ''],
    ['category', text(product.itemMainCategory), text(product.itemSubCategory)],
    ['brand', text(product.brand), text(product.vendor)],
    ['color', text(product.color), ''],
    ['price', product.valuePrice === null ? '–' : String(product.valuePrice), ''],
    ['for', text(product.targetDemographic), ''],
    ['utility', text(product.utilityType), ''],
    ['durability', text(product.durability), ''],
    ['usage', text(product.usageType), ''],
    ['thread', text(product.threadId), ''],
    ['run', text(product.runId), ''],
    ['hash', text(product.productHash), ''],
    ['row', `#${formatId(product.id)}`, ''],
  ];
}
