import type { CacheStats } from '../../../model/product.ts';
import { daysBefore } from '../../answers/periods.ts';
import { AGES } from '../../answers/product-ages.ts';
import { toCategory } from '../../answers/product-records.ts';
import { END_OF_TIME, fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import type { StoreContext } from '../file/context.ts';
import { instantOf } from '../file/instants.ts';

const BEFORE_ALL_TIMES = '-0001-01-01';

/** The totals of the cache. */
export const CACHE_TOTALS = `
  SELECT COUNT(*) AS totalCached, COUNT(DISTINCT product_id) AS uniqueProducts,
    COUNT(*) FILTER (WHERE classification_status = 'success') AS successful,
    COUNT(*) FILTER (WHERE classification_status = 'failed') AS failed,
    COUNT(*) FILTER (WHERE classification_status = 'partial') AS partial,
    COUNT(*) FILTER (WHERE classification_status = 'invalidated') AS invalidated,
    datetime(MIN(${instantOf('classified_at')})) AS oldest,
    datetime(coalesce(MAX(CASE WHEN ${instantOf('classified_at')} <= julianday(@now) THEN ${instantOf('classified_at')} END),
      MIN(${instantOf('classified_at')}))) AS newest
  FROM product_attributes`;

/** The main categories with the most successful entries. */
export const TOP_CATEGORIES = `
  SELECT item_main_category AS category, COUNT(*) AS count FROM product_attributes
  WHERE item_main_category IS NOT NULL AND classification_status = 'success'
  GROUP BY 1 ORDER BY count DESC, category LIMIT 10`;

/** Counts the entries that were classified in a span of time. */
export const COUNT_CLASSIFIED = `
  SELECT COUNT(*) FROM product_attributes
  WHERE ${instantOf('classified_at')} > julianday(@after) AND ${instantOf('classified_at')} <= julianday(@upTo)`;

/** Totals, ages and top categories of the cache. */
export function productStats({ file, now }: StoreContext): CacheStats {
  const time = now();
  return file.read((connection) => {
    const { oldest, newest, ...counts } = connection.prepare(CACHE_TOTALS).get({ now: toTimestamp(time) }) as TotalsRow;
    const countClassified = connection.prepare(COUNT_CLASSIFIED).pluck();
    return {
      ...counts,
      oldestEntry: fromTimestamp(oldest),
      newestEntry: fromTimestamp(newest),
      topCategories: connection
        .prepare(TOP_CATEGORIES)
        .all()
        .map((row) => toCategory(row as Parameters<typeof toCategory>[0])),
      ages: AGES.map(({ fromDays, toDays }) => {
        // Clocks differ: what seems to come from the future is new.
        const upTo = fromDays === 0 ? END_OF_TIME : daysBefore(time, fromDays);
        const after = toDays === null ? BEFORE_ALL_TIMES : daysBefore(time, toDays);
        return { fromDays, toDays, count: Number(countClassified.get({ after, upTo })) };
      }),
    };
  });
}

type TotalsRow = Omit<CacheStats, 'oldestEntry' | 'newestEntry' | 'topCategories' | 'ages'> & {
  readonly oldest: unknown;
  readonly newest: unknown;
};
