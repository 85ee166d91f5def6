import { CUT_MARK } from './characters.ts';
import { toStep } from './rule.ts';
import { RULES } from './rules.ts';

const MOST_CHARACTERS = 1000;
/** Steps in which the rest of a message that was cut grows, in characters. */
const STEP_OF_LENGTH = 100;
const STEPS = RULES.map(toStep);

/** Digits of Arabic, Persian, Devanagari, Bengali and Thai, and wide ones. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g;

/** Reduces the message of a failed call to what all calls with the same problem share; `#` stands for what differs. */
export function normalizeMessage(message: string): string {
  if (message.length <= MOST_CHARACTERS) return normalize(message);
  // The last word may be half of one, and a text that goes on may lack what a longer id pushed out before it.
  const start = message.slice(0, MOST_CHARACTERS).replace(/\S{0,100}$/, CUT_MARK);
  return toFullSteps(normalize(start));
}

function normalize(text: string): string {
  return STEPS.reduce((rest, step) => step(rest), toPlainText(text)).trim();
}

function toFullSteps(text: string): string {
  return text.length < STEP_OF_LENGTH ? text : text.slice(0, text.length - (text.length % STEP_OF_LENGTH));
}

function toPlainText(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? text.normalize('NFC').replace(OTHER_DIGITS, '0') : text;
}
