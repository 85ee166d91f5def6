/** What the process answers: 0 done, 1 failed or not found, 2 usage or refused, 3 busy or out of reach, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** What is known of a fault besides its sentence. */
export interface UserErrorOptions {
  readonly nextStep?: string;
  readonly command?: string | undefined;
  readonly option?: string | undefined;
  readonly exitCode?: ExitCode;
  readonly field?: string | undefined;
  readonly cause?: unknown;
}

/** A fault that a person can mend: one sentence of what is wrong, one of what to do next, and the exit code of a command. */
export class UserError extends Error {
  /** A whole sentence, as true for who calls the library as at a terminal; empty where there is nothing to do. */
  readonly nextStep: string;
  /** The command of presents that does it: `user list`. Whoever prints it adds which database is meant. */
  readonly command: string | undefined;
  /** The option of the command line that does it: `--db FILE`. */
  readonly option: string | undefined;
  readonly exitCode: ExitCode;
  /** Which field of what was handed over is not as it should be, where that is the fault. */
  readonly field: string | undefined;

  constructor(message: string, options: UserErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.nextStep = options.nextStep ?? '';
    this.command = options.command;
    this.option = options.option;
    this.exitCode = options.exitCode ?? 1;
    this.field = options.field;
  }
}

/** Whether a fault may pass, so that trying again helps: what is asked for is busy or out of reach. */
export function mayPass(error: unknown): boolean {
  return error instanceof UserError && error.exitCode === 3;
}
