import { CUT_MARK } from './characters.ts';
import { pattern, type Rule, toStep } from './rule.ts';

/** A string, perhaps open where the message was cut. */
const STRING = pattern`"(?:[^"\\]|\\.)*(?:"|${CUT_MARK}$)|'(?:[^'\\]|\\.)*(?:'|${CUT_MARK}$)`;
const STRINGS = pattern`\[\s?(?:${STRING}[,\s]{0,2}){1,20}\]?`;

/** Keys of JSON and of logs whose value is a message itself. */
const KEY = /(?:message|msg|error|errors|errorMessage|error_description|details?|reason|desc)/;
/** "message": "…", { message: '…' }, msg="…", desc = "…" */
const BEFORE_MESSAGE = pattern`(?<=["']${KEY}["']\s?:\s?|[{,]\s{0,4}${KEY}:\s?|\b${KEY}\s?=\s?)`;

/** "email":["has already been taken"] */
const SENTENCES_OF_FIELD = pattern`(?<=["']\s?:\s?)(?=\[\s?["'][^"'\s]+\s[^"'\s]+\s)${STRINGS}`;
/** "body":"{\"code\":7}" */
const JSON_IN_STRING = pattern`(?<=[:=]\s?)"\{\s?\\"(?:[^"\\]|\\.)*(?:"|${CUT_MARK}$)`;

/** Messages in the answer of another service. */
export const ANSWERS: Rule = {
  name: 'answers',
  reason: 'The message in an answer is a message, too: it loses its quotes, and the other rules work on it.',
  example: [String.raw`upstream said {"message":"no user \"ann\""}`, 'upstream said {"message":no user #}'],
  finds: [pattern`${BEFORE_MESSAGE}(?:${STRING}|${STRINGS})`, SENTENCES_OF_FIELD, JSON_IN_STRING],
  puts: withoutQuotes,
  needs: /[:=]\s?\[?\s?["']/,
};

const openAnswers = toStep(ANSWERS);

/** Opens the strings, and the answers that are in them. */
function withoutQuotes(strings: string): string {
  return strings.replace(
    /"((?:[^"\\]|\\.)*)(?:"|$)|'((?:[^'\\]|\\.)*)(?:'|$)/gs,
    (_, double?: string, single?: string) =>
      openAnswers(
        (double ?? single ?? '').replace(/\\(.)/gs, (_escape, character: string) =>
          character === 'n' ? '\n' : character,
        ),
      ),
  );
}
