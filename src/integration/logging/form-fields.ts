import type { Blanking } from '../blanking/blanking.ts';
import type { Place } from '../blanking/places.ts';
import { BLANKED, type SecretValues } from '../blanking/secret-values.ts';

/** The rules for the secrets of a form, those found so far, and facts about it: that all of it is there, and its place in what is logged. */
export interface FormReading {
  readonly blanking: Blanking;
  readonly secrets: SecretValues;
  readonly isWhole: boolean;
  readonly top: Place;
}

const LABEL_FIELD = /(?:^|[[.])(?:name|key|field|header|param|id|label)\]?$/i;
const VALUE_FIELD = /(?:^|[[.])(?:value|val|content|data|text)s?\]?$/i;

/** The fields of a form, or of the query of a URL, as they are logged: with a list for a field that is there more than once. */
export function formFields(text: string, reading: FormReading): Readonly<Record<string, string | readonly string[]>> {
  const { blanking, secrets, isWhole, top } = reading;
  // The cut may have gone through the code of a character.
  const pairs = [...new URLSearchParams(isWhole ? text : text.replace(/(?:%[89a-f][\da-f]){0,3}(?:%[\da-f]?)?$/i, ''))];
  const isNamed = secretFieldsOf(pairs, blanking);
  // A value may stand before the field that tells that it is a secret.
  for (const [name, value] of pairs) if (isNamed(name)) secrets.add(value);
  const last = isWhole ? undefined : pairs.at(-1)?.findLast((part) => part !== '');
  const told = (part: string, place?: Place) => blanking.apply(part, secrets, { isCut: part === last, place });
  const toldAt = (value: string, place: Place) => {
    // Nobody can say whether a value is secret of which there was more.
    const isUnknown = blanking.asksForValues && value === last;
    if (!isUnknown && !blanking.isSecretAt(place, value)) return told(value, blanking.places.top(place));
    secrets.add(value);
    return BLANKED;
  };
  const toldAll = (name: string, all: readonly string[]) => {
    if (!blanking.hasPlaces) return all.map((value) => told(value));
    const place = blanking.places.ofField(top, name);
    if (all.length === 1 && !name.endsWith('[]')) return all.map((value) => toldAt(value, place));
    if (!blanking.isSecretAt(place, all))
      return all.map((value, index) => toldAt(value, blanking.places.below(place, String(index), true)));
    for (const value of all) secrets.add(value);
    return [BLANKED];
  };
  const fields = Array.from(valuesByName(pairs), ([name, all]): readonly [string, readonly string[]] => [
    told(name),
    isNamed(name) ? [BLANKED] : toldAll(name, all),
  ]);
  return Object.fromEntries(
    fields.map(([name, all]) => {
      // Others behind a value may have told that it is a secret.
      const [first = '', ...others] = all.map((value) => secrets.blankIn(value));
      return [secrets.blankIn(name), others.length === 0 ? first : [first, ...others]];
    }),
  );
}

function valuesByName(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

/** A field may name a place in an object, as in `user[password]` or `user.password`, and another that says what it is. */
function secretFieldsOf(pairs: readonly (readonly [string, string])[], blanking: Blanking): (name: string) => boolean {
  const named = new Set<string>();
  for (const [name, value] of pairs) if (LABEL_FIELD.test(name) && blanking.covers(value)) named.add(parentOf(name));
  return (name) =>
    blanking.covers(name) ||
    name.split(/[[\].]/).some((part) => blanking.covers(part)) ||
    (VALUE_FIELD.test(name) && named.has(parentOf(name)));
}

function parentOf(name: string): string {
  return name.replace(/[\w-]*\]?$/, '');
}
