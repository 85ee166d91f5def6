/** The version that `engines` asks for, where the running one is older; an old Node does not fail on the driver, it crashes. */
export function missingNode(engines: string, running: string): string | undefined {
  const [needed = '', major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(engines) ?? [];
  const [runningMajor = 0, runningMinor = 0] = running.split('.').map(Number);
  const isOld = runningMajor < Number(major) || (runningMajor === Number(major) && runningMinor < Number(minor));
  return isOld ? needed : undefined;
}
