import { isSecretName } from '../../text/secret-names.ts';
import { blankDefaults, isGraphql, secretVariables } from './graphql.ts';
import { Hints } from './hints.ts';
import { blankJson } from './json-secrets.ts';
import { blankText } from './secret-text.ts';
import { BLANKED, SecretValues } from './secret-values.ts';
import type { TextRules } from './text-rules.ts';

// To fail to parse costs more than all the rest.
const MAY_BE_JSON = /^\s*[{["]/;
const ENDS_AS_JSON = /[}\]"]\s*$/;
const DEEPEST = 40;
const MOST_KNOWN = 2_000;

/** Blanks what is secret by its name, by its look, or because the same call carried it under such a name. */
export class Blanking {
  readonly #names: ReadonlySet<string>;
  readonly #hints: Hints;
  /** Answers of `covers` by name; the same names come in call after call. */
  readonly #known = new Map<string, boolean>();

  /** The names are added to those that are always secret; upper and lower case, `-` and `_` are all the same. */
  constructor(names: readonly string[]) {
    this.#names = new Set(names.map(plain).filter((name) => name !== ''));
    this.#hints = new Hints([...this.#names]);
  }

  /** Tells whether the value of a field with this name is never logged. */
  covers(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const covers = isSecretName(name) || (this.#names.size > 0 && this.#names.has(plain(name)));
    this.#known.set(name, covers);
    return covers;
  }

  /** A text with its secrets blanked, whether it is JSON, holds it, or was cut off; those found by a name are added to `secrets`. */
  apply(text: string, secrets: SecretValues = new SecretValues()): string {
    return secrets.blankIn(this.#scan(text, { secrets, depth: 0, variables: this.secretVariables(text) }));
  }

  /** The variables that a text hands to arguments of GraphQL that are secret. */
  secretVariables(text: string): ReadonlySet<string> {
    return secretVariables(text, (name) => this.covers(name));
  }

  #scan(text: string, scan: Scan): string {
    const { secrets, depth, variables } = scan;
    const hints = this.#hints.in(text);
    if (hints.length === 0) return text;
    if (depth > DEEPEST) return BLANKED;
    const rules: TextRules = {
      covers: (name) => this.covers(name),
      blank: BLANKED,
      found: (value) => secrets.add(value),
      isReference: (value) => value.startsWith('$') && variables.has(value.slice(1)),
    };
    if (isGraphql(text)) {
      const take = (value: string) => {
        secrets.add(value);
        return BLANKED;
      };
      return blankText(blankDefaults(text, variables, take), rules);
    }
    const inString = (content: string) => this.#scan(content, { ...scan, depth: depth + 1 });
    const isJson = MAY_BE_JSON.test(text) && ENDS_AS_JSON.test(text.slice(-100)) && parses(text);
    const scanned = /["{[]/.test(text) ? blankJson(text, hints, { ...rules, inString, variables }) : text;
    return isJson ? scanned : blankText(scanned, rules);
  }
}

/** State of searching a text. */
interface Scan {
  readonly secrets: SecretValues;
  readonly depth: number;
  /** The names of secrets below `variables` besides all others. */
  readonly variables: ReadonlySet<string>;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
