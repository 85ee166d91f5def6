import { JsonText } from '../../text/json-text.ts';
import type { Blanking } from '../blanking/blanking.ts';
import type { Place } from '../blanking/places.ts';
import { SecretValues } from '../blanking/secret-values.ts';
import { BodyTap } from './body-tap.ts';
import { formFields } from './form-fields.ts';

/** The size to which each payload is cut, in bytes, unless another is given. */
export const PAYLOAD_BYTES = 4_096;

/** Facts about a body besides its bytes. */
export interface BodyKind {
  readonly type: string;
  /** True when all of it was read or sent; otherwise only its beginning is known. */
  readonly isWhole: boolean;
  /** The place that it has in what is logged, if that is not the top. */
  readonly top?: Place | undefined;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;
const BINARY = /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip)\b/i;
const PARTS = /^multipart\//i;
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
  const leftOut = () => json({ leftOut: blanking.apply(kind.type.slice(0, LONGEST_TYPE), secrets) || 'binary', bytes });
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
    const fields = formFields(text, { blanking, secrets, isWhole, top: kind.top ?? blanking.places.top() });
    return json(isWhole ? fields : { start: fields, bytes });
  }
  const blanked = blanking.apply(text, secrets, { isCut: !isWhole, place: kind.top });
  if (!isWhole) return json({ start: blanked, bytes });
  return isJson(blanked) ? new JsonText(blanked) : json(blanked);
}

/** A value that a body was parsed to before it could be seen, or that has a place in what is logged, as it is logged. */
export function valuePayload(
  value: unknown,
  limitBytes: number,
  blanking: Blanking,
  secrets: SecretValues = new SecretValues(),
  top?: Place,
): JsonText | undefined {
  if (value === undefined || value === null || limitBytes === 0) return undefined;
  if (value instanceof Uint8Array) return json({ leftOut: 'binary', bytes: value.byteLength });
  const text = asJson(value);
  if (text === undefined) return json({ leftOut: 'no JSON' });
  // The answer may repeat also what is cut off here.
  if (text.length > limitBytes) blanking.apply(text, secrets, { place: top });
  const tap = new BodyTap(limitBytes);
  tap.add(text);
  return bodyPayload(tap, { type: 'application/json', isWhole: true, top }, blanking, secrets);
}

/** The query of a URL as it is logged: an object, as a form is. */
export function queryPayload(
  query: string,
  limitBytes: number,
  blanking: Blanking,
  secrets: SecretValues,
  top: Place,
): JsonText | undefined {
  const isWhole = query.length <= limitBytes;
  // A secret may be repeated before the place where it is cut off.
  if (!isWhole) formFields(query, { blanking, secrets, isWhole: true, top });
  const fields = formFields(query.slice(0, limitBytes), { blanking, secrets, isWhole, top });
  return json(isWhole ? fields : { start: fields, bytes: query.length });
}

/** Returns the replacement for a body that is too long to be written as JSON again. */
export function leftOutPayload(bytes: number | undefined): JsonText {
  return json({ leftOut: 'parsed', bytes });
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
