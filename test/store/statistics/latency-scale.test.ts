import { expect, test } from 'vitest';
import { LATENCY_STEPS_MS } from '../../../src/store/answers/latency-steps.ts';
import { LatencyScale, SLOWEST_MS } from '../../../src/store/statistics/latency-scale.ts';

const scale = new LatencyScale();
/** Times from less than a microsecond to the slowest, whole ones and others. */
const times = Array.from({ length: 120_000 }, (_, n) => 10 ** (n / 10_000)).flatMap((time) => [time, Math.floor(time)]);

test('The bin of a response time is found whatever its size, and its middle is within 1 % of it', () => {
  const far = times.filter(
    (micros) => micros >= 1 && Math.abs(scale.valueOf(scale.binOf(micros)) / micros - 1) > 0.0101,
  );
  expect(far).toEqual([]);
  const bins = times.toSorted((one, other) => one - other).map((micros) => scale.binOf(micros));
  expect(bins).toEqual(bins.toSorted((one, other) => one - other));
  expect(scale.binOf(SLOWEST_MS * 1000 - 0.001)).toBe(scale.size - 1);
});

test('Short times have the same bin where it is looked up', () => {
  const differing = Array.from(scale.binOfShort.keys()).filter(
    (micros) => scale.binOfShort[micros] !== scale.binOf(micros),
  );
  expect(differing).toEqual([]);
});

test('Each step of the chart begins with a bin', () => {
  for (const [step, ms] of LATENCY_STEPS_MS.entries()) {
    const micros = Math.round(ms * 1000);
    if (micros === 0) continue;
    expect([scale.stepOf(scale.binOf(micros)), scale.stepOf(scale.binOf(micros * (1 - 1e-12)))]).toEqual([
      step,
      step - 1,
    ]);
  }
});
