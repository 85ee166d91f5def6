import { JsonText } from '../../text/json-text.ts';
import type { Blanking } from '../blanking/blanking.ts';
import type { Place } from '../blanking/places.ts';
import { SecretValues } from '../blanking/secret-values.ts';
import { BodyTap } from './body-tap.ts';
import { decodedStart } from './decoded-start.ts';
import { formFields } from './form-fields.ts';

/** The size to which each payload is cut, in bytes, unless another is given. */
export const PAYLOAD_BYTES = 4_096;

/** Facts about a body besides its bytes. */
export interface BodyKind {
  readonly type: string;
  /** True when all of it was read or sent; otherwise only its beginning is known. */
  readonly isWhole: boolean;
  /** The encoding that it may have been compressed with; empty for none. */
  readonly encoding?: string;
  /** The place that it has in what is logged, if that is not the top. */
  readonly top?: Place | undefined;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;
const BINARY = /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip)\b/i;
const PARTS = /^multipart\//i;
const LONGEST_TYPE = 100;

/**
 * A body as it is logged: JSON as it is, a form as an object, other text as a string. Of what is longer than its limit, or was
 * cut off, there is `{start, bytes}`, and of what is no text `{leftOut, bytes}`; `bytes` is the size of all that went by, and with
 * `encoding` beside it the size of what that had made of it. The secrets that are found in it are added to `secrets`.
 */
export function bodyPayload(
  tap: BodyTap,
  kind: BodyKind,
  blanking: Blanking,
  secrets: SecretValues = new SecretValues(),
): JsonText | undefined {
  const { totalBytes: bytes } = tap;
  if (bytes === 0 || tap.limitBytes === 0) return undefined;
  const leftOut = () => json({ leftOut: blanking.apply(kind.type.slice(0, LONGEST_TYPE), secrets) || 'binary', bytes });
  if (BINARY.test(kind.type)) return leftOut();
  const read = readBody(tap, kind);
  if (read === undefined) return leftOut();
  const { text, isWhole, size } = read;
  if (PARTS.test(kind.type)) {
    // Its fields are not logged, but the answer may repeat them.
    blanking.apply(text, secrets);
    return leftOut();
  }
  // What most programs send as a form that were told of no type, curl among them, is often JSON.
  if (FORM.test(kind.type) && !/^\s*[{[]/.test(text)) {
    const fields = formFields(text, { blanking, secrets, isWhole, top: kind.top ?? blanking.places.top() });
    return json(isWhole ? fields : { start: fields, ...size });
  }
  const blanked = blanking.apply(text, secrets, { isCut: !isWhole, place: kind.top });
  if (!isWhole) return json({ start: blanked, ...size });
  return isJson(blanked) ? new JsonText(blanked) : json(blanked);
}

interface ReadBody {
  readonly text: string;
  readonly isWhole: boolean;
  readonly size: { readonly bytes: number; readonly encoding?: string };
}

/** Reads what was kept of a body as text; undefined if it is none. */
function readBody(tap: BodyTap, kind: BodyKind): ReadBody | undefined {
  const bytes = tap.totalBytes;
  const isWhole = kind.isWhole && tap.isComplete;
  const text = tap.text(isWhole);
  // One that is text had not been compressed yet when it went by.
  if (text !== undefined) return { text, isWhole, size: { bytes } };
  const { encoding = '' } = kind;
  const start = decodedStart(tap.kept, encoding);
  if (start === undefined) return undefined;
  const decoded = new BodyTap(tap.limitBytes);
  decoded.add(start.bytes);
  const isDecoded = isWhole && start.isWhole && decoded.isComplete;
  const decodedText = decoded.text(isDecoded);
  return decodedText === undefined
    ? undefined
    : { text: decodedText, isWhole: isDecoded, size: { bytes, encoding: encoding.trim().toLowerCase() } };
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
  if (text.length > limitBytes) blanking.find(text, secrets);
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
  if (!isWhole) blanking.find(query, secrets);
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
