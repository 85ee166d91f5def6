/** Versions of Node that this runs on, as `engines` in package.json names them. */
export const NODE_RANGE = '>=22.14 <23 || >=23.6';

// Those are the first with Node-API 10, which the driver speaks: others it ends without a word.
const FIRST_MINORS: Readonly<Record<number, number>> = { 22: 14, 23: 6 };

/** Says that a Node is older than the one that is needed; if it is not, undefined. */
export function missingNode(running: string): string | undefined {
  const [major = 0, minor = 0] = running.split('.').map(Number);
  if (major > 23 || minor >= (FIRST_MINORS[major] ?? Number.POSITIVE_INFINITY)) return undefined;
  const needed = major === 23 ? '23.6' : '22.14';
  return `presents needs Node ${needed} or newer, and this is Node ${running}.`;
}
