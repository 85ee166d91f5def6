import type { ComparedCall, WhyLine } from '../../model/why.ts';
import { fisherTest } from './fisher.ts';
import { liftOf } from './score.ts';

// A fact that fewer of the others share is not called missing.
const LEAST_SHARE = 0.5;
const LEAST_LIFT = 1.5;
const MOST_CHANCE = 0.01;

/** The statuses that most calls elsewhere have and these calls lack: of users and routes, some lose share wherever others gain it. */
export function missingStatuses(here: readonly ComparedCall[], elsewhere: readonly ComparedCall[]): readonly WhyLine[] {
  const [found, common] = [countStatuses(here), countStatuses(elsewhere)];
  const of = { here: elsewhere.length, elsewhere: here.length };
  const fisher = fisherTest(here.length + elsewhere.length);
  return [...common].flatMap(([status, count]): readonly WhyLine[] => {
    const counts = { here: count, elsewhere: found.get(status) ?? 0 };
    const isCommon = count / of.here >= LEAST_SHARE && liftOf(counts, of) >= LEAST_LIFT;
    if (!isCommon || fisher(counts, of) > Math.log(MOST_CHANCE)) return [];
    return [
      {
        facts: [{ kind: 'status', value: status }],
        here: { count: counts.elsewhere, share: counts.elsewhere / of.elsewhere },
        elsewhere: { count, share: count / of.here },
        lift: 1 / liftOf(counts, of),
        also: [],
        isEffect: true,
      },
    ];
  });
}

function countStatuses(calls: readonly ComparedCall[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { statusCode } of calls)
    if (statusCode !== null) counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
  return counts;
}
