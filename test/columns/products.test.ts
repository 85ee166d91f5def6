import { describe, expect, test } from 'vitest';
import { productColumns, productListColumns } from '../../src/columns/products.ts';
import { placeListColumns } from '../../src/tui/list/table.ts';
import { cellOf, context, product } from './records.ts';

const ids = productColumns.map(({ id }) => id);
const byPlace = (one: string, other: string) => ids.indexOf(one) - ids.indexOf(other);

describe('cached classifications', () => {
  test('are shown with what the classifier said', () => {
    expect(productColumns.map((column) => column.cell(product(), context, 40).text)).toEqual([
      'P-1',
      'success',
      'Toys',
      'Puzzles',
      'Ravensburger',
      '12.50',
      '2026-11-20 10:30:00',
    ]);
  });

  test('have the colour of their status, and none where it is not known', () => {
    const tone = (classificationStatus: string) =>
      cellOf(productColumns, 'classificationStatus', product({ classificationStatus })).tone;
    const statuses = ['success', 'partial', 'failed', 'invalidated', 'elsewhere', 'toString'];
    expect(statuses.map(tone)).toEqual(['good', 'warn', 'bad', 'muted', 'plain', 'plain']);
  });

  test('have dashes for what is missing', () => {
    const empty = product({ itemMainCategory: null, brand: '', valuePrice: null, classifiedAt: null });
    const ids = ['itemMainCategory', 'brand', 'valuePrice', 'classifiedAt'];
    expect(ids.map((id) => cellOf(productColumns, id, empty).text)).toEqual(['–', '–', '–', '–']);
  });

  test('tell their age and more attributes the wider the screen is', () => {
    const shown = (width: number) => placeListColumns(productListColumns(width), width).map(({ column }) => column.id);
    expect(shown(80)).toEqual(
      ['productId', 'classificationStatus', 'itemMainCategory', 'classifiedAt', 'valuePrice'].sort(byPlace),
    );
    expect(shown(120)).toEqual(ids);
    expect(shown(140)).toEqual([...ids, 'age']);
    expect(shown(200)).toEqual([
      ...ids.slice(0, -1),
      'targetDemographic',
      'utilityType',
      'classifiedAt',
      'age',
      'rawDescription',
    ]);
  });

  test('sort by product, status, category and time', () => {
    expect(productColumns.flatMap(({ sort }) => sort ?? [])).toEqual(['product', 'status', 'category', 'classified']);
  });
});
