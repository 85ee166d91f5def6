/** What the process answers: 0 done, 1 failed or not found, 2 usage or refused, 3 busy or out of reach, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** A fault that a person can mend: one sentence of what is wrong, one of what to do next, and the exit code of a command. */
export class UserError extends Error {
  readonly nextStep: string;
  readonly exitCode: ExitCode;

  constructor(message: string, options: { nextStep?: string; exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.nextStep = options.nextStep ?? '';
    this.exitCode = options.exitCode ?? 1;
  }
}
