/** Which names are secret besides those that always are, what stands for a secret, and who is told of each. */
export interface TextRules {
  readonly covers: (name: string) => boolean;
  readonly blank: string;
  readonly found: (value: string) => void;
  /** Whether a value only names where the secret is. */
  readonly isReference: (value: string) => boolean;
}
