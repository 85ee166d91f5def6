import { Buffer } from 'node:buffer';
import { BLANKED, type Blanking } from './blanking.ts';
import type { BodyTap } from './body-tap.ts';

/** The size to which each payload is cut, in bytes, unless another is given. */
export const PAYLOAD_BYTES = 4_096;

/** What is known of a body besides its bytes. */
export interface BodyKind {
  readonly type: string;
  /** Whether it is compressed. */
  readonly isEncoded: boolean;
}

const FORM = /^application\/x-www-form-urlencoded\b/i;
const BINARY = /^(?:image|audio|video|font|multipart)\/|^application\/(?:octet-stream|pdf|zip|gzip)\b/i;

/**
 * A body as it is logged: JSON as a value, a form as an object, other text as it is. What is longer than its limit becomes
 * `{start, bytes}`, and what is no text `{leftOut, bytes}`, `bytes` being the size of the whole.
 */
export function bodyPayload(tap: BodyTap, kind: BodyKind, blanking: Blanking): unknown {
  const { totalBytes: bytes, isComplete } = tap;
  if (bytes === 0 || tap.limitBytes === 0) return undefined;
  const text = kind.isEncoded || BINARY.test(kind.type) ? undefined : tap.text();
  if (text === undefined) return { leftOut: kind.type === '' ? 'binary' : kind.type, bytes };
  if (FORM.test(kind.type)) return isComplete ? formValue(text, blanking) : { start: formValue(text, blanking), bytes };
  const blanked = blanking.apply(text);
  return isComplete ? parsed(blanked) : { start: blanked, bytes };
}

/** A value that a body was parsed to before it could be seen, as it is logged. */
export function valuePayload(value: unknown, limitBytes: number, blanking: Blanking): unknown {
  if (value === undefined || value === null || limitBytes === 0) return undefined;
  if (value instanceof Uint8Array) return { leftOut: 'binary', bytes: value.byteLength };
  const text = asJson(value);
  if (text === undefined) return { leftOut: 'no JSON' };
  const start = blanking.apply(text.slice(0, limitBytes));
  return text.length <= limitBytes ? parsed(start) : { start, bytes: Buffer.byteLength(text) };
}

function formValue(text: string, blanking: Blanking): Readonly<Record<string, string>> {
  const fields = Array.from(new URLSearchParams(text), ([name, value]) => [
    name,
    blanking.covers(name) ? BLANKED : value,
  ]);
  return Object.fromEntries(fields);
}

function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
