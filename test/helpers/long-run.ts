/** Picks how much a random or repeated test does: the first in every run, the second by `npm run test:long`. */
export const inLongRun = <Size>(usual: Size, long: Size): Size => (process.env.LONG === '1' ? long : usual);
