/** Rules for secrets in texts: names to blank beside the usual ones, placeholder, listener for each secret found. */
export interface TextRules {
  readonly covers: (name: string) => boolean;
  readonly blank: string;
  readonly found: (value: string) => void;
  /** Tells whether a value only refers to the secret. */
  readonly isReference: (value: string) => boolean;
}
