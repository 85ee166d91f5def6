import { whySteps } from '../src/insight/why/why.ts';
import { makeCase } from '../test/helpers/why-cases/make-case.ts';
import { figure, median, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const ROUNDS = 7;

/** Measures how long Why takes about as many calls as are compared at most, and the pieces in which it works. */
export async function benchWhy({ say }: Setting): Promise<Section> {
  say('why');
  const made = makeCase({ seed: 95_508, kind: 'two', sel: 'status', profile: 'demo', burst: 0 });
  const rounds = Array.from({ length: ROUNDS }, () => measure(made));
  const row = (work: string, of: keyof ReturnType<typeof measure>, wanted: string) => ({
    work,
    cells: [figure(median(rounds.map((round) => round[of])), 'ms'), wanted],
  });
  return {
    title: 'Why',
    about: `Compares ${made.here.length} calls with ${made.elsewhere.length} others, all of which are in memory: the median of ${ROUNDS} rounds.`,
    columns: ['figure', 'wanted'],
    rows: [
      row('first lines, without payloads', 'firstMs', '300 ms'),
      row('all lines', 'allMs', '1 s'),
      row('longest piece of work', 'longestStepMs', '10 ms'),
    ],
  };
}

function measure({ here, elsewhere, options }: ReturnType<typeof makeCase>) {
  const startedAt = performance.now();
  const steps = whySteps(here, elsewhere, options);
  let [firstMs, longestStepMs, stepAt] = [Number.NaN, 0, startedAt];
  for (;;) {
    const { done, value } = steps.next();
    const now = performance.now();
    longestStepMs = Math.max(longestStepMs, now - stepAt);
    stepAt = now;
    if (value !== undefined && Number.isNaN(firstMs)) firstMs = now - startedAt;
    if (done) return { firstMs, allMs: now - startedAt, longestStepMs };
  }
}
