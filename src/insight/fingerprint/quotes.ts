import { CUT_MARK, LETTERS_WITH_BLANKS as LETTER } from './characters.ts';
import { NAMES_OF_CODE } from './names-of-code.ts';
import { pattern, type Rule } from './rule.ts';

/** End of a message that was cut: a quote that is open there ends, too. */
const CUT = pattern`${CUT_MARK}$`;

/** Text in double quotes; JavaScript puts dots around what it quotes of a longer text. */
const DOUBLE = pattern`(?:\.{3})?"(?:[^"\\]|\\.)*(?:"(?:\.{3})?|${CUT})`;

/** Text in single quotes. An apostrophe between letters opens and closes nothing: 'O'Reilly', can't. */
const APOSTROPHE = pattern`(?<=[${LETTER}])'(?=[${LETTER}])`;
const SINGLE = pattern`(?<![${LETTER}])'(?:[^'\\]|\\.|${APOSTROPHE})*(?:'(?![${LETTER}])|${CUT})`;

/** ‘O’Reilly’ */
const SINGLE_IN_BOOKS = pattern`[‘‚](?:[^‘’]|’(?=[${LETTER}]))*(?:[‘’]|${CUT})`;

/** Quotes of other kinds, each with what may close it: of English, German, Polish, Swedish, French, Danish, Chinese, Japanese. */
const OTHER_QUOTES = ['“”', '„“”', '””', '«»', '»«', '‹›', '›‹', '「」', '『』', '《》', '＂＂', '``'].map(
  ([open = '', ...close]) => pattern`${open}[^${close.join('')}]*(?:[${close.join('')}]|${CUT})`,
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
