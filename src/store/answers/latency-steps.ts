/** 0, 0.1, 0.2, 0.5, 1, 2, 5 … milliseconds up to about a day; the last step takes all that is slower. */
export const LATENCY_STEPS_MS: readonly number[] = [
  0,
  ...Array.from({ length: 9 }, (_, index) => index - 1).flatMap((power) =>
    [1, 2, 5].map((step) => Number(`${step}e${power}`)),
  ),
];
