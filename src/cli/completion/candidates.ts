/** A word that may be typed, and a few words about it. */
export interface Candidate {
  readonly text: string;
  readonly about: string;
  /** True where more of the same word follows. */
  readonly isOpen?: true;
}

/** Words that may be typed next; or a file is to be named, which the shell knows best. */
export type Candidates = readonly Candidate[] | 'files';

/** Names that only the database or the settings know; each is asked for where it is needed alone. */
export interface Names {
  readonly users: () => Promise<readonly string[]>;
  readonly databases: () => readonly string[];
  readonly views: () => readonly string[];
}

/** Words that say all by themselves. */
export function plain(texts: readonly string[]): readonly Candidate[] {
  return texts.map((text) => ({ text, about: '' }));
}
