import { JsonScan } from './json-scan.ts';
import { isSecretName } from './secret-names.ts';
import { blankText, type TextRules } from './secret-text.ts';
import { BLANKED, SecretValues } from './secret-values.ts';

// Whoever has none of these has no secret that could be told; a letter of a name may also be written as an escape.
const MAY_MATTER =
  /pass|pw|secret|token|key|auth|cred|cookie|sess|sid|otp|pin|cv[cv]|csc|card|iban|ssn|jwt|bearer|basic|csrf|xsrf|code|account|security|kennwort|connection|eyJ|:\/\/|[spr]k_|gh[pousr]_|AKIA|PRIVATE|not valid JSON|\\u/i;
// To fail to parse costs more than all the rest.
const MAY_BE_JSON = /^\s*(?:\{.*\}|\[.*\]|".*")\s*$/s;
const DEEPEST = 40;

/** Blanks what is secret by its name, by its look, or because the same call carried it under such a name. */
export class Blanking {
  readonly #names: ReadonlySet<string>;

  /** The names are added to those that are always secret; upper and lower case, `-` and `_` are all the same. */
  constructor(names: readonly string[]) {
    this.#names = new Set(names.map(plain));
  }

  /** Whether the value of a field of this name is never logged. */
  covers(name: string): boolean {
    return isSecretName(name) || (this.#names.size > 0 && this.#names.has(plain(name)));
  }

  /** A text with its secrets blanked, whether it is JSON, holds it, or was cut off; those found by a name are added to `secrets`. */
  apply(text: string, secrets: SecretValues = new SecretValues()): string {
    return secrets.blankIn(this.#scan(text, secrets, 0));
  }

  #scan(text: string, secrets: SecretValues, depth: number): string {
    if (depth > DEEPEST) return BLANKED;
    if (this.#names.size === 0 && !MAY_MATTER.test(text)) return text;
    const found = (value: string) => secrets.add(value);
    const covers = (name: string) => this.covers(name);
    const rules: TextRules = { covers, blank: BLANKED, found };
    const inString = (content: string) => secrets.blankIn(this.#scan(content, secrets, depth + 1));
    const isJson = MAY_BE_JSON.test(text) && parses(text);
    const scanned = /["{[]/.test(text) ? new JsonScan({ ...rules, inString }).apply(text) : text;
    return isJson ? scanned : blankText(scanned, rules);
  }
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
