import { PRODUCT_COLUMNS } from '../../answers/product-records.ts';

/** The columns of a cached product under the names of its record. */
export const ROW_COLUMNS = Object.entries(PRODUCT_COLUMNS)
  .map(([field, column]) => `${column} AS ${field}`)
  .join(', ');
