import { JsonText } from '../json-text.ts';
import { BLANKED, type Blanking } from './blanking.ts';
import { BodyTap } from './body-tap.ts';

/** The size to which each payload is cut, in bytes, unless another is given. */
export const PAYLOAD_BYTES = 4_096;

/** What is known of a body besides its bytes. */
export interface BodyKind {
  readonly type: string;
  /** Whether all of it went by; what was read or sent only in part is a beginning. */
  readonly isWhole: boolean;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;
const BINARY = /^(?:image|audio|video|font|multipart)\/|^application\/(?:octet-stream|pdf|zip|gzip)\b/i;
const LONGEST_TYPE = 100;

/**
 * A body as it is logged: JSON as it is, a form as an object, other text as a string. Of what is longer than its limit, or was
 * cut off, there is `{start, bytes}`, and of what is no text, as all that is compressed, `{leftOut, bytes}`; `bytes` is the size
 * of all that went by.
 */
export function bodyPayload(tap: BodyTap, kind: BodyKind, blanking: Blanking): JsonText | undefined {
  const { totalBytes: bytes } = tap;
  if (bytes === 0 || tap.limitBytes === 0) return undefined;
  const isWhole = kind.isWhole && tap.isComplete;
  const text = BINARY.test(kind.type) ? undefined : tap.text(isWhole);
  if (text === undefined) return json({ leftOut: kind.type.slice(0, LONGEST_TYPE) || 'binary', bytes });
  if (FORM.test(kind.type)) {
    const fields = formValue(text, blanking);
    return json(isWhole ? fields : { start: fields, bytes });
  }
  const blanked = blanking.apply(text);
  if (!isWhole) return json({ start: blanked, bytes });
  return isJson(blanked) ? new JsonText(blanked) : json(blanked);
}

/** A value that a body was parsed to before it could be seen, as it is logged. */
export function valuePayload(value: unknown, limitBytes: number, blanking: Blanking): JsonText | undefined {
  if (value === undefined || value === null || limitBytes === 0) return undefined;
  if (value instanceof Uint8Array) return json({ leftOut: 'binary', bytes: value.byteLength });
  const text = asJson(value);
  if (text === undefined) return json({ leftOut: 'no JSON' });
  const tap = new BodyTap(limitBytes);
  tap.add(text);
  return bodyPayload(tap, { type: 'application/json', isWhole: true }, blanking);
}

/** What a body is replaced by that is too long to be written as JSON once more. */
export function leftOutPayload(bytes: number | undefined): JsonText {
  return json({ leftOut: 'parsed', bytes });
}

// A field may name a place in an object, as in `user[password]` or `user.password`.
function formValue(text: string, blanking: Blanking): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  const fields = Array.from(values, ([name, all]): [string, string | readonly string[]] => {
    if (name.split(/[[\].]/).some((part) => blanking.covers(part))) return [name, BLANKED];
    const [first = '', ...others] = all.map((value) => blanking.apply(value));
    return [name, others.length === 0 ? first : [first, ...others]];
  });
  return Object.fromEntries(fields);
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
