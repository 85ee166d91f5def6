import Database from 'better-sqlite3';
import { PresentsError, type PresentsErrorCode, type PresentsErrorOptions } from '../../../model/presents-error.ts';
import { isOnReadOnlyMedium } from './medium.ts';

type Hint = Pick<PresentsErrorOptions, 'code' | 'command' | 'option'> & { readonly nextStep: string };

interface Fault extends Hint {
  /** Beginning of the driver's code. */
  readonly begins: string;
  readonly code: PresentsErrorCode;
  readonly message: (path: string) => string;
}

// No init adds a column: what lacks one was made by something else.
const OTHER_SCHEMA: Hint = {
  code: 'invalid',
  nextStep: 'It is no database of this API, or of another version: name the right one.',
  option: '--db FILE',
};
const ASK_FOR_INIT: Hint = {
  code: 'not_found',
  nextStep: 'Add what is missing, which changes nothing else.',
  command: 'init',
};
const LET_IT_BE_MENDED: Hint = {
  code: 'unavailable',
  nextStep: 'Let a program that may write to it put it in order: start the API once, or complete the database.',
  command: 'init',
};

// The first code that the driver's begins with decides, so the special ones stand before their families.
const FAULTS: readonly Fault[] = [
  {
    begins: 'SQLITE_BUSY',
    code: 'busy',
    message: (path) => `The database ${path} is locked by another program.`,
    nextStep: 'Try again in a moment.',
  },
  {
    begins: 'SQLITE_LOCKED',
    code: 'busy',
    message: (path) => `The database ${path} is locked by another program.`,
    nextStep: 'Try again in a moment.',
  },
  {
    begins: 'SQLITE_PROTOCOL',
    code: 'busy',
    message: (path) => `The database ${path} is too busy to be locked.`,
    nextStep: 'Try again in a moment.',
  },
  {
    begins: 'SQLITE_NOTADB',
    code: 'invalid',
    message: (path) => `${path} is not an SQLite database.`,
    nextStep: 'Name the right file.',
    option: '--db FILE',
  },
  {
    begins: 'SQLITE_CORRUPT',
    code: 'invalid',
    message: (path) => `The database ${path} is damaged.`,
    nextStep: 'Stop what writes to it and restore a backup, or rescue its rows with `sqlite3 FILE .recover`.',
  },
  {
    begins: 'SQLITE_READONLY_ROLLBACK',
    message: (path) => `The database ${path} holds an unfinished write of a program that crashed.`,
    ...LET_IT_BE_MENDED,
  },
  {
    begins: 'SQLITE_READONLY_RECOVERY',
    message: (path) => `The database ${path} holds an unfinished write of a program that crashed.`,
    ...LET_IT_BE_MENDED,
  },
  {
    begins: 'SQLITE_READONLY_DBMOVED',
    code: 'unavailable',
    message: (path) => `The database ${path} was moved while it was written to.`,
    nextStep: 'Try again.',
  },
  {
    begins: 'SQLITE_READONLY_DIRECTORY',
    code: 'refused',
    message: (path) => `The folder of the database ${path} cannot be written to.`,
    nextStep:
      'SQLite makes files beside this database, even to read it in WAL mode: check the permissions of the folder.',
  },
  {
    begins: 'SQLITE_READONLY',
    code: 'refused',
    message: (path) => `The database ${path} cannot be written to.`,
    nextStep: 'Check the permissions of the file and its folder, and whether the file system is read-only.',
  },
  {
    begins: 'SQLITE_CANTOPEN',
    code: 'unavailable',
    message: (path) => `The database ${path} cannot be opened.`,
    nextStep: 'Check the permissions of the file and its folder.',
  },
  {
    begins: 'SQLITE_PERM',
    code: 'unavailable',
    message: (path) => `There is no permission to use ${path}.`,
    nextStep: 'Check the permissions of the file and its folder.',
  },
  {
    begins: 'SQLITE_FULL',
    code: 'unavailable',
    message: (path) => `The disk that holds ${path} is full.`,
    nextStep: 'Make room and try again.',
  },
  {
    begins: 'SQLITE_IOERR',
    code: 'unavailable',
    message: (path) => `The disk that holds ${path} cannot be read or written.`,
    nextStep: 'Check the disk and its room, then try again.',
  },
];

/** Turns an error of the driver into a PresentsError where a person can mend it; returns any other error as it is. */
export function explainSqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (error.code.startsWith('SQLITE_READONLY') && isOnReadOnlyMedium(path)) return onReadOnlyMedium(error, path);
  const fault = FAULTS.find(({ begins }) => error.code.startsWith(begins));
  if (fault !== undefined) {
    const { begins: _, message, ...options } = fault;
    return new PresentsError(message(path), { ...options, cause: error });
  }
  const missing = /^no such (table|column): (?:\w+\.)?(\w+)/.exec(error.message);
  // The text of a trigger may read like that, too.
  if (missing === null || !error.code.startsWith('SQLITE_ERROR')) return ruleError(error);
  const message = `The database ${path} has no ${missing[1]} “${missing[2]}”.`;
  return new PresentsError(message, { ...(missing[1] === 'table' ? ASK_FOR_INIT : OTHER_SCHEMA), cause: error });
}

/** The fault of who would change a database on a read-only medium. */
export function unchangeable(path: string, cause?: unknown): PresentsError {
  return new PresentsError(`${path} lies on a read-only medium, so nothing can be changed.`, {
    code: 'refused',
    nextStep: 'Copy it to another disk, and name the copy.',
    option: '--db FILE',
    cause,
  });
}

// There nobody can put it in order, whatever program is started.
function onReadOnlyMedium(error: InstanceType<typeof Database.SqliteError>, path: string): PresentsError {
  const log = { SQLITE_READONLY_ROLLBACK: '-journal', SQLITE_READONLY_RECOVERY: '-wal' }[error.code];
  if (log === undefined) return unchangeable(path, error);
  return new PresentsError(
    `${path} holds an unfinished write of a program that crashed, and lies on a read-only medium.`,
    {
      code: 'refused',
      nextStep: `Copy it and ${path}${log} into one folder of another disk, and name the copy.`,
      option: '--db FILE',
      cause: error,
    },
  );
}

function ruleError(error: Error): unknown {
  const rule = ruleOf(error);
  if (rule === undefined) return error;
  const nextStep = 'Look at the rules that were added to this database, or make the change with the program that did.';
  return new PresentsError(`The database refused this: ${withoutStop(rule)}.`, {
    code: 'refused',
    nextStep,
    cause: error,
  });
}

/** The rule of the database itself that an error of the driver names: a constraint, the text of a trigger, a view; else undefined. */
export function ruleOf(error: unknown): string | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined;
  if (/^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(error.code)) return error.message;
  // Every statement of ours was prepared in the tests; what else SQLite finds wrong with one is of views and triggers.
  const isOurs =
    !error.code.startsWith('SQLITE_ERROR') ||
    /syntax error|incomplete input|^no such (table|column)/.test(error.message);
  return isOurs ? undefined : error.message;
}

function withoutStop(text: string): string {
  return text.replace(/[.\s]+$/, '');
}

/** Tells whether an error says that another program holds the lock, so that waiting helps. */
export function isBusy(error: unknown): boolean {
  const cause = error instanceof PresentsError ? error.cause : error;
  return cause instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(cause.code);
}
