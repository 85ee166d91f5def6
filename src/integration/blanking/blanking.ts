import { isSecretName } from '../../text/secret-names.ts';
import type { BlankOptions } from './blank-options.ts';
import { entryOf, lastNameOf, plainName } from './blank-path.ts';
import { blankDefaults, isGraphql, secretVariables } from './graphql.ts';
import { Hints } from './hints.ts';
import { blankJson } from './json-secrets.ts';
import { holdsBrokenJson, parsesAsJson } from './json-syntax.ts';
import { Patterns } from './patterns.ts';
import { isSecretPlace, type Place, Places } from './places.ts';
import { blankText } from './secret-text.ts';
import { BLANKED, SecretValues } from './secret-values.ts';
import type { TextRules } from './text-rules.ts';
import { type ValueQuestion, valueQuestion } from './value-question.ts';

// To fail to parse costs more than all the rest.
const MAY_BE_JSON = /^\s*[{["]/;
const ENDS_AS_JSON = /[}\]"]\s*$/;
const HAS_VALUES = /["{[]/;
const NONE: readonly number[] = [];
const DEEPEST = 40;
const MOST_KNOWN = 2_000;

/** Facts about a text besides what it says. */
export interface TextKind {
  /** True when there was more of it, which was cut off. */
  readonly isCut?: boolean;
  /** The place in a payload that it is at; the top of one unless given. */
  readonly place?: Place | undefined;
}

/** Blanks what is secret by its name, place or look, because the options say so, or because the same call carried it elsewhere. */
export class Blanking {
  readonly places: Places;
  readonly #names: ReadonlySet<string>;
  /** The names of the options, and the last one on each path. */
  readonly #lastNames: ReadonlySet<string>;
  readonly #patterns: Patterns | undefined;
  readonly #ask: ValueQuestion | undefined;
  readonly #hints: Hints;
  /** True when there is a path of which no name must be in a text. */
  readonly #isAnywhere: boolean;
  /** Answers about names; the same ones come in call after call. */
  readonly #known = new Map<string, NameKind>();

  /** Adds the secrets of the options to those that always are; `onError` is told if `blankValue` throws. */
  constructor({ blank = [], blankValue }: BlankOptions = {}, onError?: (error: unknown) => void) {
    const entries = blank.flatMap((entry) => (typeof entry === 'string' ? entryOf(entry) : []));
    const patterns = blank.filter((entry) => typeof entry !== 'string');
    const names = entries.flatMap(({ name }) => name ?? []);
    const paths = entries.flatMap((entry) => entry.paths ?? []);
    const ends = paths.map(lastNameOf);
    const known = [...names, ...ends.filter((end) => end !== undefined)];
    this.places = new Places(paths);
    this.#names = new Set(names.map(({ name }) => name));
    this.#lastNames = new Set(known.map(({ name }) => name));
    this.#patterns = patterns.length === 0 ? undefined : new Patterns(patterns);
    this.#ask = blankValue === undefined ? undefined : valueQuestion(blankValue, onError);
    this.#hints = new Hints(known);
    this.#isAnywhere = ends.includes(undefined);
  }

  /** Tells whether the value of a field with this name is never logged, wherever it is. */
  covers(name: string): boolean {
    return this.#kindOf(name) !== 'none';
  }

  /** True when the program is asked about values. */
  get asksForValues(): boolean {
    return this.#ask !== undefined;
  }

  /** True when the place of a value matters. */
  get hasPlaces(): boolean {
    return this.#ask !== undefined || !this.places.isEmpty;
  }

  /** Tells whether a value is secret by its place, or because the program says so. */
  isSecretAt(place: Place, value: unknown): boolean {
    return isSecretPlace(place) || this.#ask?.(place.names, value) === true;
  }

  /** A text with its secrets blanked, whether it is JSON, holds it, or was cut off; all that are found are added to `secrets`. */
  apply(text: string, secrets: SecretValues = new SecretValues(), kind: TextKind = {}): string {
    const { isCut = false, place = this.places.top() } = kind;
    const scan = { secrets, isHinted: true, isCut, place, depth: 0, variables: this.secretVariables(text) };
    const told = secrets.blankIn(this.#scan(text, { ...scan, patterns: this.#patterns, ask: this.#ask }));
    return isCut ? secrets.blankEnd(told) : told;
  }

  /** Adds to `secrets` those in a text that is not logged, by names and paths alone; the top of a payload may be anywhere in it. */
  find(text: string, secrets: SecretValues): void {
    const unasked = { secrets, isHinted: true, isCut: true, depth: 0, patterns: undefined, ask: undefined };
    const find = (part: string) =>
      this.#scan(part, { ...unasked, place: this.places.anywhere(), variables: this.secretVariables(part) });
    find(text);
    // It may begin within a string.
    if (!this.places.isEmpty) find(text.slice(text.indexOf('"') + 1));
  }

  /** The variables that a text hands to arguments of GraphQL that are secret. */
  secretVariables(text: string): ReadonlySet<string> {
    return secretVariables(text, (name) => this.covers(name));
  }

  #kindOf(name: string): NameKind {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const isOwn = this.#names.size > 0 && this.#names.has(plainName(name));
    const kind = isOwn ? 'own' : isSecretName(name) ? 'usual' : 'none';
    this.#known.set(name, kind);
    return kind;
  }

  #scan(text: string, scan: Scan): string {
    const { patterns, ask, isHinted, isCut, depth, place } = scan;
    const hints = isHinted ? this.#hints.in(text) : NONE;
    const isAlways = ask !== undefined || this.#isAnywhere;
    const hasValues = HAS_VALUES.test(text);
    if (hints.length === 0 && !(hasValues && (isAlways || patterns !== undefined)))
      return this.#scanText(text, undefined, scan);
    if (depth > DEEPEST) return BLANKED;
    const isJson = !isCut && MAY_BE_JSON.test(text) && ENDS_AS_JSON.test(text.slice(-100)) && parsesAsJson(text);
    // Where brackets and quotes are missing, nobody can say where a path leads to.
    const isBroken = !isJson && !isCut && !this.places.isEmpty && hasValues && holdsBrokenJson(text);
    const rules = this.#rulesFor(scan, isBroken);
    if (isGraphql(text)) return this.#scanText(blankDefaults(text, scan.variables, rules.take), rules, scan);
    const scanned = hasValues
      ? blankJson(text, hints, {
          ...rules,
          variables: scan.variables,
          patterns,
          placed:
            isAlways || !this.places.isEmpty ? { places: this.places, top: place, isJson, isAlways, ask } : undefined,
          inString: (content, { isHinted: isStringHinted, place: above, isCut: isStringCut = false }) => {
            const inside = { isHinted: isStringHinted, isCut: isStringCut, place: this.places.top(above) };
            return this.#scan(content, { ...scan, ...inside, depth: depth + 1 });
          },
        })
      : text;
    return isJson ? scanned : this.#scanText(scanned, hints.length === 0 ? undefined : rules, scan);
  }

  #scanText(text: string, rules: TextRules | undefined, { patterns, isCut, secrets }: Scan): string {
    const told = rules === undefined ? text : blankText(text, rules);
    const matched = patterns?.blankIn(told, (value) => secrets.add(value)) ?? told;
    return isCut ? (patterns?.blankEnd(matched) ?? matched) : matched;
  }

  #rulesFor({ secrets, variables }: Scan, isBroken: boolean): TextRules & { take(value: string): string } {
    const found = (value: string) => secrets.add(value);
    const isOnPath = (name: string) =>
      this.places.isNamedBy(name) || (isBroken && this.#lastNames.has(plainName(name)));
    return {
      covers: (name) => this.covers(name) || isOnPath(name),
      isOwn: (name) => this.#kindOf(name) === 'own' || isOnPath(name),
      blank: BLANKED,
      found,
      isReference: (value) => value.startsWith('$') && variables.has(value.slice(1)),
      take: (value) => {
        found(value);
        return BLANKED;
      },
    };
  }
}

/** Reason for which the value of a field with a name is secret: it always is, or the options say so. */
type NameKind = 'usual' | 'own' | 'none';

/** State of searching a text. */
interface Scan {
  readonly secrets: SecretValues;
  readonly depth: number;
  /** False when it is known that nothing hints at a name or a look in it. */
  readonly isHinted: boolean;
  readonly isCut: boolean;
  readonly place: Place;
  /** The names of secrets below `variables` besides all others. */
  readonly variables: ReadonlySet<string>;
  readonly patterns: Patterns | undefined;
  readonly ask: ValueQuestion | undefined;
}
