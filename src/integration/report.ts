/** Tells a reporter of a fault. One that throws or rejects has nobody to report to. */
export function report(tell: () => unknown): void {
  try {
    Promise.resolve(tell()).catch(() => undefined);
  } catch {
    // As above.
  }
}
