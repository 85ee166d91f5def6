import { LETTERS } from './characters.ts';
import { NAMES_OF_CODE } from './names-of-code.ts';
import { pattern, type Rule } from './rule.ts';

/** Ends a message that was cut, so that a quote that was open there ends, too. */
export const CUT_MARK = '…';

const DOUBLE = pattern`"(?:[^"\\]|\\.)*(?:"|${CUT_MARK}$)`;

/** An apostrophe between letters opens and closes nothing: 'O'Reilly', can't. */
const SINGLE = pattern`(?<![${LETTERS}])'(?:[^'\\]|\\.|(?<=[${LETTERS}])'(?=[${LETTERS}]))*(?:'(?![${LETTERS}])|${CUT_MARK}$)`;

const BACKTICKS = /`[^`]{0,300}`/;

/** Pairs of quotes in English, German, Polish, French, Swiss French, Chinese and Japanese. */
const TYPOGRAPHIC: readonly RegExp[] = [
  /“[^”]{0,300}”/,
  /‘[^’]{0,300}’/,
  /„[^“”]{0,300}[“”]/,
  /«[^»]{0,300}»/,
  /‹[^›]{0,300}›/,
  /「[^」]{0,300}」/,
  /『[^』]{0,300}』/,
];

/** Text in quotes. */
export const QUOTES: Rule = {
  name: 'quotes',
  reason: 'Quotes hold what a user sent, but for names of code.',
  example: ['invalid input syntax for type integer: "abc"', 'invalid input syntax for type integer: #'],
  keeps: NAMES_OF_CODE,
  finds: [DOUBLE, SINGLE, BACKTICKS, ...TYPOGRAPHIC],
  puts: '<text>',
  needs: /["'`“„«‹「『‘]/,
};
