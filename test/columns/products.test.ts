import { describe, expect, test } from 'vitest';
import { productColumns } from '../../src/columns/products.ts';
import { cellOf, context, product } from './records.ts';

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

  test('sort by product, status, category and time', () => {
    expect(productColumns.flatMap(({ sort }) => sort ?? [])).toEqual(['product', 'status', 'category', 'classified']);
  });
});
