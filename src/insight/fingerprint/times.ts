import { LETTERS } from './characters.ts';
import { pattern, type Rule } from './rule.ts';

const CLOCK = /\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?/;
const ZONE = /\s?(?:(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\b|\((?:UTC|GMT)\))/;
const WEEKDAY = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}/;
const MONTH = /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}/;
const DAY = /\d{1,2}(?:st|nd|rd|th)?/;
const YEAR = /\d{4}/;

/** 2024-02-20T22:16:36+01:00, 2024/02/20 */
const ISO = pattern`\b\d{4}[-/]\d\d[-/]\d\d(?:[T ]${CLOCK})?${ZONE}?`;
/** 02 Jan 2006, 02-Jan-06 */
const DAY_FIRST = pattern`${DAY}[ -]${MONTH}(?:[ -](?:${YEAR}|\d\d)\b)?`;
/** Jan 2, 2006, Feb  3, Jan 2006 */
const MONTH_FIRST = pattern`${MONTH}[ -](?:${YEAR}|\s?${DAY}(?:,?[ -]${YEAR})?)\b`;
/** Mon, 02 Jan 2006 15:04:05 GMT; Mon Jan  2 15:04:05 2006 */
const IN_WORDS = pattern`\b(?:${WEEKDAY},?\s)?(?:${DAY_FIRST}|${MONTH_FIRST})(?:,?\s${CLOCK})?${ZONE}?(?:\s${YEAR}\b)?`;
/** 25. November 2026, 25 de noviembre de 2026, in any language */
const IN_OTHER_WORDS = pattern`\b\d{1,2}\.?\s(?:de\s)?[${LETTERS}]{3,12}\.?\s(?:de\s)?(?:19|20)\d\d\b`;
/** 15:04:05.120, 2:30 PM */
const TIME_OF_DAY = /\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\b(?!:)|\b\d{1,2}:\d\d\s?[AaPp]\.?[Mm]\b/;

/** Points in time. */
export const TIMES: Rule = {
  name: 'times',
  reason: 'A time is of one call.',
  example: ['token expired at Mon, 02 Jan 2006 15:04:05 GMT', 'token expired at #'],
  finds: [ISO, IN_WORDS, IN_OTHER_WORDS, TIME_OF_DAY],
  puts: '<time>',
  needs: /\d/,
};
