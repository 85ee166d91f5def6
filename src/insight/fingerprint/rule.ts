/** Step from a message to the text that its group shares: what the step finds, and what it leaves of it. */
export interface Rule {
  readonly name: string;
  /** Reason for the rule, in a sentence. */
  readonly reason: string;
  /** A message and what all rules together make of it; without this rule it would be another. */
  readonly example: readonly [message: string, normalized: string];
  /** Kinds of text that are replaced. */
  readonly finds: readonly RegExp[];
  /** Kinds of text that stay as they are, though the rule might find something in them. They go first. */
  readonly keeps?: readonly RegExp[];
  /** Text that stands for what was found; `$1` is the first group of what was found. Or a function that makes it. */
  readonly puts: string | ((found: string) => string);
  /** Something that is in every text in which the rule finds anything: a quick look that spares a slow one. */
  readonly needs?: RegExp;
  readonly ignoresCase?: boolean;
}

/** A step that is ready to run. */
export type Step = (text: string) => string;

/** Builds a pattern from a template: a pattern in it becomes a group, a string is put in as it is. */
export function pattern({ raw }: TemplateStringsArray, ...pieces: readonly (RegExp | string)[]): RegExp {
  const sources = pieces.map((piece) => (typeof piece === 'string' ? piece : `(?:${piece.source})`));
  return new RegExp(String.raw({ raw }, ...sources));
}

/** Builds the pattern that fits where any of these fits; the first that fits counts. */
export function either(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'));
}

/** Prepares a rule to run. */
export function toStep({ finds, keeps, puts, needs, ignoresCase = false }: Rule): Step {
  const flags = ignoresCase ? 'gis' : 'gs';
  const run = keeps
    ? sparing(either(...keeps), either(...finds), flags, puts)
    : replacing(new RegExp(either(...finds), flags), puts);
  return needs === undefined ? run : (text) => (needs.test(text) ? run(text) : text);
}

function replacing(found: RegExp, puts: Rule['puts']): Step {
  // The two calls are the same; TypeScript wants to know which of the two signatures is meant.
  return typeof puts === 'string' ? (text) => text.replace(found, puts) : (text) => text.replace(found, puts);
}

function sparing(kept: RegExp, found: RegExp, flags: string, puts: Rule['puts']): Step {
  const all = new RegExp(`(${kept.source})|${found.source}`, flags);
  const put = typeof puts === 'string' ? () => puts : puts;
  return (text) => text.replace(all, (match: string, spared: string | undefined) => spared ?? put(match));
}
