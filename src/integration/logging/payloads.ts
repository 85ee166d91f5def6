import { JsonText } from '../../text/json-text.ts';
import type { Blanking } from '../blanking/blanking.ts';
import { BLANKED, SecretValues } from '../blanking/secret-values.ts';
import { BodyTap } from './body-tap.ts';

/** The size to which each payload is cut, in bytes, unless another is given. */
export const PAYLOAD_BYTES = 4_096;

/** Facts about a body besides its bytes. */
export interface BodyKind {
  readonly type: string;
  /** True when all of it was read or sent; otherwise only its beginning is known. */
  readonly isWhole: boolean;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;
const BINARY = /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip)\b/i;
const PARTS = /^multipart\//i;
const LABEL_FIELD = /(?:^|[[.])(?:name|key|field|header|param|id|label)\]?$/i;
const VALUE_FIELD = /(?:^|[[.])(?:value|val|content|data|text)s?\]?$/i;
const LONGEST_TYPE = 100;

/**
 * A body as it is logged: JSON as it is, a form as an object, other text as a string. Of what is longer than its limit, or was
 * cut off, there is `{start, bytes}`, and of what is no text, as all that is compressed, `{leftOut, bytes}`; `bytes` is the size
 * of all that went by. The secrets that are found in it are added to `secrets`.
 */
export function bodyPayload(
  tap: BodyTap,
  kind: BodyKind,
  blanking: Blanking,
  secrets: SecretValues = new SecretValues(),
): JsonText | undefined {
  const { totalBytes: bytes } = tap;
  if (bytes === 0 || tap.limitBytes === 0) return undefined;
  const isWhole = kind.isWhole && tap.isComplete;
  const leftOut = () => json({ leftOut: secrets.blankIn(kind.type.slice(0, LONGEST_TYPE)) || 'binary', bytes });
  if (BINARY.test(kind.type)) return leftOut();
  const text = tap.text(isWhole);
  if (text === undefined) return leftOut();
  if (PARTS.test(kind.type)) {
    // Its fields are not logged, but the answer may repeat them.
    blanking.apply(text, secrets);
    return leftOut();
  }
  // What most programs send as a form that were told of no type, curl among them, is often JSON.
  if (FORM.test(kind.type) && !/^\s*[{[]/.test(text)) {
    const fields = formValue(text, { blanking, secrets, isWhole });
    return json(isWhole ? fields : { start: fields, bytes });
  }
  const blanked = blanking.apply(text, secrets);
  if (!isWhole) return json({ start: secrets.blankEnd(blanked), bytes });
  return isJson(blanked) ? new JsonText(blanked) : json(blanked);
}

/** A value that a body was parsed to before it could be seen, as it is logged. */
export function valuePayload(
  value: unknown,
  limitBytes: number,
  blanking: Blanking,
  secrets: SecretValues = new SecretValues(),
): JsonText | undefined {
  if (value === undefined || value === null || limitBytes === 0) return undefined;
  if (value instanceof Uint8Array) return json({ leftOut: 'binary', bytes: value.byteLength });
  const text = asJson(value);
  if (text === undefined) return json({ leftOut: 'no JSON' });
  // The answer may repeat also what is cut off here.
  if (text.length > limitBytes) blanking.apply(text, secrets);
  const tap = new BodyTap(limitBytes);
  tap.add(text);
  return bodyPayload(tap, { type: 'application/json', isWhole: true }, blanking, secrets);
}

/** The query of a URL as it is logged: as a form is. */
export function queryPayload(
  query: string,
  limitBytes: number,
  blanking: Blanking,
  secrets: SecretValues = new SecretValues(),
): JsonText | undefined {
  // A secret may be repeated before the place where it is cut off.
  if (query.length > limitBytes) blanking.apply(query, secrets);
  const tap = new BodyTap(limitBytes);
  tap.add(query);
  return bodyPayload(tap, { type: 'application/x-www-form-urlencoded', isWhole: true }, blanking, secrets);
}

/** Returns the replacement for a body that is too long to be written as JSON again. */
export function leftOutPayload(bytes: number | undefined): JsonText {
  return json({ leftOut: 'parsed', bytes });
}

// A field may name a place in an object, as in `user[password]` or `user.password`, and another that says what it is.
function formValue(
  text: string,
  {
    blanking,
    secrets,
    isWhole,
  }: { readonly blanking: Blanking; readonly secrets: SecretValues; readonly isWhole: boolean },
): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string[]>();
  const named = new Set<string>();
  // The cut may have gone through the code of a character.
  const pairs = [...new URLSearchParams(isWhole ? text : text.replace(/(?:%[89a-f][\da-f]){0,3}(?:%[\da-f]?)?$/i, ''))];
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
    if (LABEL_FIELD.test(name) && blanking.covers(value)) named.add(parentOf(name));
  }
  const isSecret = (name: string) =>
    blanking.covers(name) ||
    name.split(/[[\].]/).some((part) => blanking.covers(part)) ||
    (VALUE_FIELD.test(name) && named.has(parentOf(name)));
  // A value may stand before the field that tells that it is a secret.
  for (const [name, value] of pairs) if (isSecret(name)) secrets.add(value);
  const last = isWhole ? undefined : pairs.at(-1)?.findLast((part) => part !== '');
  const told = (part: string) => {
    const blanked = blanking.apply(part, secrets);
    return part === last ? secrets.blankEnd(blanked) : blanked;
  };
  const fields = Array.from(values, ([name, all]): [string, string | readonly string[]] => {
    if (isSecret(name)) return [name, BLANKED];
    const [first = '', ...others] = all.map(told);
    return [told(name), others.length === 0 ? first : [first, ...others]];
  });
  return Object.fromEntries(fields);
}

function parentOf(name: string): string {
  return name.replace(/[\w-]*\]?$/, '');
}

function json(value: unknown): JsonText {
  return new JsonText(JSON.stringify(value));
}

function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
