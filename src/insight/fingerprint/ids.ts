import { either, pattern, type Rule } from './rule.ts';

/** Ids in the form of RFC 9562. */
export const UUIDS: Rule = {
  name: 'uuids',
  reason: 'A UUID is an id, even where it has no digits.',
  example: ['task(abcdefab-cdef-abcd-efab-cdefabcdefab) stopped', 'task(#) stopped'],
  finds: [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/],
  puts: '<id>',
  needs: /-/,
  ignoresCase: true,
};

/** arn:aws:iam::123456789012:user/ann */
const ARN = /arn:aws[\w-]*:[\w-]*:[\w-]*:\d*:[^\s"',;)\]]+/;
const ACCESS_KEY_OF_AWS = /A[KS]IA[A-Z0-9]{16}\b/;
/** eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N */
const JWT = /eyJ[\w-]{8,}(?:\.[\w-]*){0,2}/;
const BASE64 = /(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{32,}={0,2}(?![\w+/])/;
/** Places in which words of people have a digit or a capital seldom: a1, 1a, aBC, A1B. */
const ODD_PLACE = /[a-z]\d|\d[a-z]|[a-z][A-Z](?![a-z])|[A-Z]\d[A-Z]/;
/** The form of nanoid: IRFa-VaY2b_PrxQsvWzKu. */
const NANOID = pattern`(?=(?:[\w-]*?${ODD_PLACE}){2})[\w-]{21}(?![\w-])`;
const RANDOM = pattern`(?=(?:[\w-]*?${ODD_PLACE}){3})[\w-]{16,}(?![\w-])`;
const TOKEN = either(ARN, ACCESS_KEY_OF_AWS, JWT, BASE64, NANOID, RANDOM);

/** Long ids, which may have hyphens, dots and slashes in them. */
export const TOKENS: Rule = {
  name: 'tokens',
  reason: 'A long id is one id, whatever its parts look like.',
  example: ['jwt malformed: eyJhbGciOiJub25lIn0.eyJhIjoiYiJ9.', 'jwt malformed: #'],
  finds: [pattern`(?<![\w+/=-])(?=[\w+/-]{16}|arn:)${TOKEN}`],
  puts: '<id>',
  needs: /\b(?:[\w+/-]{15}|arn:)/,
};

const HEX = /0[xX][0-9a-fA-F]+|(?=[a-fA-F]*\d)(?=\d*[a-fA-F])[0-9a-fA-F]{7,}/;
/** Digits on both sides of a letter: Zp4Lw0xUe7T. */
const MIXED = /(?=[A-Za-z]*\d+[A-Za-z]+\d)[A-Za-z0-9]{8,}/;
/** Letters, and five digits or more: A10023. */
const NUMBERED = /[A-Za-z]{1,12}\d{5,}/;
/** A word for the kind of the id before it: cus_4cZVRZAFBY0NUj, sk-proj-****abcd. */
const PREFIXED = /[a-z]{2,10}[-_](?:[a-z]{2,8}[-_])?(?=[a-z]*[A-Z0-9*])[A-Za-z0-9*]{10,}/;

/** Ids of letters and digits. */
export const ID = pattern`(?<![A-Za-z0-9])(?=[A-Za-z]*[\d_-])(?:${HEX}|${MIXED}|${NUMBERED}|${PREFIXED})(?![A-Za-z0-9])`;
