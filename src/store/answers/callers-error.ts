/** An error of a function that a caller gave, which they get back as it is. */
export class CallersError extends Error {
  constructor(error: unknown) {
    super(error instanceof Error ? error.message : String(error), { cause: error });
    this.name = 'CallersError';
  }
}

/** Reports progress to a caller's function. Throws a CallersError where that throws. */
export function report(onProgress: ((amount: number) => void) | undefined, amount: number): void {
  try {
    onProgress?.(amount);
  } catch (error) {
    throw new CallersError(error);
  }
}
