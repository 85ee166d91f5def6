/** The oldest Node that this runs on, as `engines` in package.json says it too. */
export const NEEDED_NODE = '22.12';

/** Says that a Node is older than the one that is needed; if it is not, undefined. On an old one the driver crashes. */
export function missingNode(running: string): string | undefined {
  const [major = 0, minor = 0] = NEEDED_NODE.split('.').map(Number);
  const [runningMajor = 0, runningMinor = 0] = running.split('.').map(Number);
  const isOld = runningMajor < major || (runningMajor === major && runningMinor < minor);
  return isOld ? `presents needs Node ${NEEDED_NODE} or newer, and this is Node ${running}.` : undefined;
}
