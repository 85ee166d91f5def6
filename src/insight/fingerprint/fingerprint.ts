import { hash } from 'node:crypto';
import { normalizeMessage } from './normalize.ts';

/** Failed call, as far as its group depends on it. */
export interface FailedCall {
  readonly statusCode: number;
  readonly message: string | null;
  readonly route: string;
}

const VERSION = 'v1';
const DIGITS = 8;

/**
 * Id of the group of a failed call: eight hex digits of the SHA-256 of its status and normalized message. The route takes the
 * place of a message that is empty or missing.
 */
export function groupId(call: FailedCall): string {
  const text = hasMessage(call) ? normalizeMessage(call.message) : call.route;
  return hash('sha256', `${VERSION}\0${call.statusCode}\0${text}`).slice(0, DIGITS);
}

/** Tells whether a call says why it failed. */
export function hasMessage<C extends FailedCall>(call: C): call is C & { readonly message: string } {
  return call.message !== null && call.message.trim() !== '';
}
