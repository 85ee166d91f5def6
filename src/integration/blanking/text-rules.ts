/** Rules for secrets in texts: names to blank, placeholder, listener for each secret found. */
export interface TextRules {
  readonly covers: (name: string) => boolean;
  /** Tells whether a name is one of the options, so that its value is blanked whatever it is. */
  readonly isOwn: (name: string) => boolean;
  readonly blank: string;
  readonly found: (value: string) => void;
  /** Tells whether a value only refers to the secret. */
  readonly isReference: (value: string) => boolean;
}
