import { hash, randomBytes } from 'node:crypto';
import { isBlankText } from '../../text/blank-text.ts';

const KEY_BYTES = 32;
const LONGEST_KEY = 1_000;

// What Python's str.strip() takes away, which is not what String.trim() does: U+001C–U+001F and U+0085 go, U+FEFF stays.
const PYTHON_BLANK = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** A new API key: 32 random bytes as 43 characters of base64url. */
export function newApiKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Tells whether something may be a key: whatever a stranger sent is no reason to fail, nor to hash megabytes. */
export function mayBeKey(apiKey: unknown): apiKey is string {
  return typeof apiKey === 'string' && apiKey !== '' && apiKey.length <= LONGEST_KEY;
}

/** Returns the hash that the database holds of an API key: its SHA-256 as lower-case hex. */
export function hashApiKey(apiKey: string): string {
  return hash('sha256', apiKey, 'hex');
}

/** The MD5 hex by which a product description is known: lower-cased and stripped as Python does, as UTF-8. */
export function hashDescription(description: string): string {
  return hash('md5', strip(description.toLowerCase()), 'hex');
}

/**
 * The hash that a product is stored by: that of its description. One without a description is stored by its id instead, or all
 * such products would be one; the capitals keep it apart from every description, since those are lower-cased first.
 */
export function hashProduct(productId: string, description: string): string {
  return isBlankText(description) ? hash('md5', `PRODUCT ${productId}`, 'hex') : hashDescription(description);
}

function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && PYTHON_BLANK.test(text.charAt(start))) start += 1;
  while (end > start && PYTHON_BLANK.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
