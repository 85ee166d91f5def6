/** Says that the running Node is older than `engines` asks for; if it is not, undefined. On an old one the driver crashes. */
export function missingNode(engines: string, running: string): string | undefined {
  const [needed = '', major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(engines) ?? [];
  const [runningMajor = 0, runningMinor = 0] = running.split('.').map(Number);
  const isOld = runningMajor < Number(major) || (runningMajor === Number(major) && runningMinor < Number(minor));
  return isOld ? `presents needs Node ${needed} or newer, and this is Node ${running}.` : undefined;
}
