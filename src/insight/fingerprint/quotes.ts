import { LETTERS_WITH_BLANKS as LETTER } from './characters.ts';
import { NAMES_OF_CODE } from './names-of-code.ts';
import { pattern, type Rule } from './rule.ts';

/** Ends a message that was cut, so that a quote that was open there ends, too. */
export const CUT_MARK = '…';

/** Text in double quotes; JavaScript puts dots around what it quotes of a longer text. */
const DOUBLE = pattern`(?:\.{3})?"(?:[^"\\]|\\.)*(?:"(?:\.{3})?|${CUT_MARK}$)`;

/** Text in single quotes. An apostrophe between letters opens and closes nothing: 'O'Reilly', can't. */
const APOSTROPHE = pattern`(?<=[${LETTER}])'(?=[${LETTER}])`;
const SINGLE = pattern`(?<![${LETTER}])'(?:[^'\\]|\\.|${APOSTROPHE})*(?:'(?![${LETTER}])|${CUT_MARK}$)`;

/** ‘O’Reilly’ */
const SINGLE_IN_BOOKS = pattern`[‘‚](?:[^‘’]|’(?=[${LETTER}])){0,300}[‘’]`;

/** Quotes of other kinds, each with what may close it: of English, German, Polish, Swedish, French, Danish, Chinese, Japanese. */
const OTHER_QUOTES = ['“”', '„“”', '””', '«»', '»«', '‹›', '›‹', '「」', '『』', '《》', '＂＂', '``'].map(
  ([open = '', ...close]) => pattern`${open}[^${close.join('')}]{0,300}[${close.join('')}]`,
);

/** Text in quotes. */
export const QUOTES: Rule = {
  name: 'quotes',
  reason: 'Quotes hold what a user sent, but for names of code.',
  example: ['invalid input syntax for type integer: "abc"', 'invalid input syntax for type integer: #'],
  keeps: NAMES_OF_CODE,
  finds: [DOUBLE, SINGLE, SINGLE_IN_BOOKS, ...OTHER_QUOTES],
  puts: '<text>',
  needs: /["'`“”„«»‹›‘‚「『《＂]/,
  ignoresCase: true,
};
