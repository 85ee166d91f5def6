import type { CacheStats } from '../../../model/product.ts';
import { daysBefore } from '../../answers/periods.ts';
import { AGES } from '../../answers/product-ages.ts';
import { toCategory } from '../../answers/product-records.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { PostgresContext } from '../context.ts';
import { SECONDS, toSeconds } from '../values.ts';

const countOf = (status: string) => `count(*) FILTER (WHERE classification_status = '${status}')`;

// A time from the future is new, since clocks differ; `$2` and on are the ends of the ages, youngest first.
const COUNTS_BY_AGE = AGES.map(({ toDays }, step) => {
  const isOld = step === 0 ? [] : [`classified_at <= to_timestamp($${step + 1})`];
  const isYoung = toDays === null ? [] : [`classified_at > to_timestamp($${step + 2})`];
  return `count(*) FILTER (WHERE ${['isfinite(classified_at)', ...isOld, ...isYoung].join(' AND ')})`;
});

/** The totals of the cache, and how many entries are of each age. */
export const CACHE_TOTALS = `
  SELECT count(*) AS "totalCached", count(DISTINCT product_id) AS "uniqueProducts", ${countOf('success')} AS successful,
    ${countOf('failed')} AS failed, ${countOf('partial')} AS partial, ${countOf('invalidated')} AS invalidated,
    extract(epoch FROM min(classified_at) FILTER (WHERE isfinite(classified_at)))::float8 AS oldest,
    extract(epoch FROM max(classified_at) FILTER (WHERE isfinite(classified_at) AND classified_at <= to_timestamp($1)))::float8
      AS newest,
    ARRAY[${COUNTS_BY_AGE.join(', ')}]::float8[] AS ages
  FROM product_attributes`;

/** The main categories with the most successful entries. */
export const TOP_CATEGORIES = `
  SELECT item_main_category AS category, count(*) AS count FROM product_attributes
  WHERE item_main_category IS NOT NULL AND classification_status = 'success'
  GROUP BY 1 ORDER BY count DESC, item_main_category COLLATE "C" LIMIT 10`;

/** Totals, ages and top categories of the cache. */
export async function productStats({ server, now }: PostgresContext): Promise<CacheStats> {
  const time = now();
  const ends = AGES.flatMap(({ toDays }) => (toDays === null ? [] : [secondsBefore(time, toDays)]));
  const [[totals], categories] = await server.read((ask) =>
    Promise.all([
      ask.rows<TotalsRow>(CACHE_TOTALS, [toSeconds(time), ...ends]),
      ask.rows<Parameters<typeof toCategory>[0]>(TOP_CATEGORIES),
    ]),
  );
  if (totals === undefined) throw new Error('Totals are one row.');
  const { oldest, newest, ages, ...counts } = totals;
  return {
    ...counts,
    oldestEntry: SECONDS.toDate(oldest),
    newestEntry: SECONDS.toDate(newest ?? oldest),
    topCategories: categories.map(toCategory),
    ages: AGES.map((age, step) => ({ ...age, count: ages[step] ?? 0 })),
  };
}

type TotalsRow = Omit<CacheStats, 'oldestEntry' | 'newestEntry' | 'topCategories' | 'ages'> & {
  readonly oldest: unknown;
  readonly newest: unknown;
  readonly ages: readonly number[];
};

function secondsBefore(time: Date, days: number): number {
  return toSeconds(fromTimestamp(daysBefore(time, days)) ?? time);
}
