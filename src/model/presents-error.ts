/** Exit code: 0 done, 1 failed or not found, 2 usage error or refused, 3 busy or unreachable, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/**
 * Kind of a fault: there is no such thing; it is there already; what was given is not as it must be; something is locked or
 * overloaded for now; something cannot be reached or used; the store was closed; it is not allowed.
 */
export type PresentsErrorCode = 'not_found' | 'exists' | 'invalid' | 'busy' | 'unavailable' | 'closed' | 'refused';

/** Details of an error beside its message. */
export interface PresentsErrorOptions {
  readonly code?: PresentsErrorCode;
  readonly nextStep?: string;
  readonly command?: string | undefined;
  readonly option?: string | undefined;
  readonly exitCode?: ExitCode;
  readonly field?: string | undefined;
  readonly cause?: unknown;
}

/** A fault that a person can mend: one sentence of what is wrong, one of what to do next, and the exit code of a command. */
export class PresentsError extends Error {
  readonly code: PresentsErrorCode;
  /** A whole sentence, as true for who calls the library as at a terminal; empty if there is nothing to do. */
  readonly nextStep: string;
  /** The command of presents that does it: `user list`. Whoever prints it adds which database is meant. */
  readonly command: string | undefined;
  /** The option of the command line that does it: `--db FILE`. */
  readonly option: string | undefined;
  readonly exitCode: ExitCode;
  /** Name of the invalid input field, if one is the cause. */
  readonly field: string | undefined;

  constructor(message: string, options: PresentsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PresentsError';
    this.code = options.code ?? (options.exitCode === 3 ? 'busy' : 'invalid');
    this.nextStep = options.nextStep ?? '';
    this.command = options.command;
    this.option = options.option;
    this.exitCode = options.exitCode ?? 1;
    this.field = options.field;
  }
}

/** The fault of a change whose end nobody saw: it may be done, so it is never tried again. */
export class OutcomeUnknownError extends PresentsError {
  constructor(cause: unknown) {
    super('It is not known whether that was done; look before trying again.', { exitCode: 3, cause });
  }
}

/** Tells whether an error may be temporary, so that retrying can help: something is busy or unreachable. */
export function mayPass(error: unknown): boolean {
  return error instanceof PresentsError && error.exitCode === 3;
}
