import type { Theme } from './theme.ts';

/** The theme of a screen that is read out: nothing but words, on which colours and weights would be noise. */
export const spokenTheme: Theme = {
  name: 'none',
  style: 'blocks',
  isSpoken: true,
  paint: (text) => text,
  color: () => undefined,
};
