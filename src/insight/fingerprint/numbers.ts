import { either, pattern, type Rule } from './rule.ts';

/** Ids in the form of RFC 9562. */
export const UUIDS: Rule = {
  name: 'uuids',
  reason: 'A UUID is an id, even where it has no digits or stands next to a word.',
  example: ['task(abcdefab-cdef-abcd-efab-cdefabcdefab) stopped', 'task(#) stopped'],
  finds: [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/],
  puts: '<id>',
  needs: /-/,
  ignoresCase: true,
};

/** Port of a server, behind an address. */
const PORT = /(?:<ip>|#):\d{1,4}\b/;
/** Status, exit code, errno: status code 404, [Errno 111], exit code: 137. */
const CODE = /\b(?:[Ss]tatus|[Cc]ode|HTTP|http|[Ee]rrno|[Ee]xit|[Ss]ignal)\b\W{0,3}(?:code\W{1,2})?\d{1,3}(?![\d.])/;
const SQLSTATE = /\bSQLSTATE\W{0,2}[0-9A-Z]{5}\b/;
/** Versions of standards: HTTP/1.1, UTF-8, TLSv1.3. */
const STANDARD = /\b(?:HTTP\/|[Uu][Tt][Ff]-|ISO-\d+-|TLSv|SHA-)[\d.]+/;
/** Names of types and algorithms: uint8, sha256, base64. */
const TYPE = /\b(?:sha|utf|u?int|float|base|latin|http|ipv|oauth|win|md|mp|ec)\d+\b/;

const HEX = /0[xX][0-9a-fA-F]+|(?=[a-fA-F]*\d)(?=\d*[a-fA-F])[0-9a-fA-F]{8,}/;
/** Letters with digits on both sides of a letter: Zp4Lw0xUe7T. */
const MIXED = /(?=[A-Za-z]*\d+[A-Za-z]+\d)[A-Za-z0-9]{8,}/;
/** Letters, and five digits or more: A10023. */
const NUMBERED = /[A-Za-z]{1,12}\d{5,}/;
/** Ids with a word for their kind before them: cus_4cZVRZAFBY0NUj, sk-proj-****abcd. */
const PREFIXED = /[a-z]{2,10}[-_](?:[a-z]{2,8}[-_])?(?=[a-z]*[A-Z0-9*])[A-Za-z0-9*]{10,}/;
const ID = pattern`(?<![A-Za-z0-9])(?:${HEX}|${MIXED}|${NUMBERED}|${PREFIXED})(?![A-Za-z0-9])`;

const UNIT = /ms|msecs?|s|secs?|seconds?|milliseconds?|min(?:ute)?s?|h|hours?|days?|[KMGT]i?B|[Bb]ytes?|B|%/;
/** A number, with its sign and unit: 4,150,908 bytes, -3.89s, v2. */
const NUMBER = pattern`(?:(?<![A-Za-z0-9])[+-]?|(?<=[a-z]{2}))\d+(?:[.,]\d+)*(?:\s?${UNIT}(?![A-Za-z0-9]))?`;

/** Ids and numbers. */
export const NUMBERS: Rule = {
  name: 'numbers',
  reason: 'Ids, counts and durations are of one call; codes and versions of standards are not.',
  example: ['cus_4cZVRZAFBY0NUj: status 404 after 3.89s', '#: status 404 after #'],
  keeps: [PORT, CODE, SQLSTATE, STANDARD, TYPE],
  finds: [either(ID, NUMBER)],
  puts: '#',
  needs: /[\d*_-]/,
};
