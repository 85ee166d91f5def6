import { PresentsError } from '../../model/presents-error.ts';

/** Circumstances in which a database is named. */
export interface Naming {
  /** Origin of the name, as it stands within a sentence: `--db`, `the path`. */
  readonly source: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder for relative paths. Throws a PresentsError if there is none. */
  readonly workingDirectory: () => string;
  /** Field of the library that holds the name. */
  readonly field?: string;
}

/** Refusal of a name (exit code 2). The sentences must not repeat what may be a part of a password. */
export function refusal(message: string, nextStep: string, { field }: Pick<Naming, 'field'>): PresentsError {
  return new PresentsError(atStart(message), {
    code: 'invalid',
    nextStep,
    exitCode: 2,
    ...(field !== undefined && { field }),
  });
}

/** Words as they stand at the start of a sentence; names of parameters stay as they are. */
export function atStart(words: string): string {
  return words.replace(/^the /, 'The ');
}
