import type { AgeBucket } from '../../model/product.ts';

const AGE_STEPS_DAYS: readonly number[] = [0, 1, 7, 30, 90];

/** The ages by which cached products are counted, youngest first. */
export const AGES: readonly Omit<AgeBucket, 'count'>[] = AGE_STEPS_DAYS.map((fromDays, step) => ({
  fromDays,
  toDays: AGE_STEPS_DAYS[step + 1] ?? null,
}));
