/** Exit code: 0 done, 1 failed or not found, 2 usage error or refused, 3 busy or unreachable, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/**
 * Kind of a fault: `not_found`: there is no such thing; `exists`: it is there already; `invalid`: what was given, or what lies
 * there, is not as it must be; `busy`: something is locked or overloaded for now; `unavailable`: something cannot be reached or
 * used for now; `closed`: the store was closed; `refused`: the database, the system or a rule does not allow it.
 */
export type PresentsErrorCode = 'not_found' | 'exists' | 'invalid' | 'busy' | 'unavailable' | 'closed' | 'refused';

/** Details of an error beside its message. */
export interface PresentsErrorOptions {
  /** Kind of the fault. */
  readonly code: PresentsErrorCode;
  /** A whole sentence that says what to do next, as true for a program as at a terminal. */
  readonly nextStep?: string | undefined;
  /** Name of the invalid option or field, if one is the cause. */
  readonly field?: string | undefined;
  /** Error that it came from. */
  readonly cause?: unknown;
  /** @internal The command of presents that does it: `user list`. Whoever prints it adds which database is meant. */
  readonly command?: string | undefined;
  /** @internal The option of the command line that does it: `--db FILE`. */
  readonly option?: string | undefined;
  /** @internal The exit code of a command, where it does not follow from the code. */
  readonly exitCode?: ExitCode | undefined;
}

/**
 * A fault that a person can mend: its kind, one sentence of what is wrong, and one of what to do next. Everything of the library throws
 * or rejects with it, whatever the engine.
 *
 * @example
 * try {
 *   await store.users.create('acme-shop');
 * } catch (error) {
 *   if (!(error instanceof PresentsError) || error.code !== 'exists') throw error;
 * }
 */
export class PresentsError extends Error {
  /** Kind of the fault, for a program to decide by. */
  readonly code: PresentsErrorCode;
  /** A whole sentence that says what to do next; empty if there is nothing to do. */
  readonly nextStep: string;
  /** Name of the invalid option or field, if one is the cause. */
  declare readonly field?: string;
  // Not shown where the error is printed or logged: they mean nothing to a program.
  readonly #shell: Pick<PresentsErrorOptions, 'command' | 'option' | 'exitCode'>;

  constructor(message: string, options: PresentsErrorOptions) {
    const { code, nextStep = '', field, cause, ...shell } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PresentsError';
    this.code = code;
    this.nextStep = nextStep;
    if (field !== undefined) this.field = field;
    this.#shell = shell;
  }

  /** @internal The command of presents that does it: `user list`. Whoever prints it adds which database is meant. */
  get command(): string | undefined {
    return this.#shell.command;
  }

  /** @internal The option of the command line that does it: `--db FILE`. */
  get option(): string | undefined {
    return this.#shell.option;
  }

  /** @internal The exit code of a command that ends with this fault. */
  get exitCode(): ExitCode {
    return this.#shell.exitCode ?? (mayPass(this) ? 3 : 1);
  }
}

/** The fault of a change whose end nobody saw: it may be done, so it is never tried again. */
export class OutcomeUnknownError extends PresentsError {
  constructor(cause: unknown, message = 'It is not known whether that was done; look before trying again.') {
    super(message, { code: 'unavailable', cause });
  }
}

/** The fault of something that we did not foresee: an error of the driver that we do not know, or a mistake of ours. */
export class UnexpectedError extends PresentsError {
  constructor(cause: unknown) {
    super(`An unexpected fault: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: 'unavailable',
      nextStep: 'Look at its cause; report it if that is a mistake of presents.',
      cause,
    });
  }
}

/** The fault of a command line, an environment or a config file that says what cannot be done: nothing was tried. */
export class UsageError extends PresentsError {
  constructor(message: string, options: Omit<PresentsErrorOptions, 'code' | 'exitCode'> = {}) {
    super(message, { ...options, code: 'invalid', exitCode: 2 });
  }
}

/** Tells whether an error may be temporary, so that retrying can help: something is busy or unreachable. */
export function mayPass(error: unknown): boolean {
  return error instanceof PresentsError && (error.code === 'busy' || error.code === 'unavailable');
}

/** Tells whether an error says that the program itself has closed the store, or is closing it. */
export function isClosed(error: unknown): boolean {
  return error instanceof PresentsError && error.code === 'closed';
}

/** Details of an error, to tell the same fault in other words or in another thread. */
export function detailsOf(error: PresentsError): PresentsErrorOptions {
  const { code, nextStep, field, cause, command, option, exitCode } = error;
  return { code, nextStep, field, cause, command, option, exitCode };
}
