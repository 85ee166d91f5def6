/** Result of one check of a database: fine, worth a look, or wrong. */
export interface Finding {
  /** Part that was looked at, in a word or two. */
  readonly subject: string;
  readonly state: 'good' | 'warn' | 'bad';
  /** One sentence about what was found. */
  readonly text: string;
  /** Sentence about what to do; undefined where nothing has to be done. */
  readonly nextStep?: string;
  /** Command of presents that does it, without `presents`. */
  readonly command?: string;
}

/** Settings of an examination. */
export interface ExamineSettings {
  readonly now: () => Date;
  /** True to read a file whole, however large (false unless given: up to 512 MB). */
  readonly isThorough?: boolean | undefined;
  /** Told each finding as soon as it is there. */
  readonly onFinding: (finding: Finding) => void;
}
