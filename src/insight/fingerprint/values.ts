import { pattern, type Rule } from './rule.ts';

/** Input that pydantic repeats. */
export const INPUTS: Rule = {
  name: 'inputs',
  reason: 'Pydantic repeats its input, of any type, between two marks.',
  example: [
    'Input should be a string [type=x, input_value=53, y, input_type=int]',
    'Input should be a string [type=x, input_value=#, input_type=int]',
  ],
  finds: [/\binput_value=.{0,400}?(?=, input_type=)/],
  puts: 'input_value=<text>',
  needs: /input_value=/,
};

const IN_BRACKETS = /\((?:[^()]|\([^()]*\))*\)/;

/** Values of rows, as PostgreSQL and SQL Server list them. */
export const ROWS: Rule = {
  name: 'rows',
  reason: 'Databases put the values of a row into brackets.',
  example: ['Key (email, name)=(a@b.example, Ann) already exists.', 'Key (email, name)=(#) already exists.'],
  finds: [pattern`(?<=\)=|row contains |key value is )${IN_BRACKETS}`],
  puts: '(<text>)',
  needs: /(?:=|contains|is) ?\(/,
};

/** Names whose value says which problem it is. */
const TELLING = /(?:type|code|reason|error|status|kind|method|field|param|column|table|model|host)=/;

/** Values behind a name and an equals sign. */
export const VALUES: Rule = {
  name: 'values',
  reason: 'A value behind a name is of one call, unless the name says that it is a kind or a name of code.',
  example: ['login failed: user=ann code=locked', 'login failed: user=# code=locked'],
  keeps: [pattern`\b(?:[\w.-]*[._-])?${TELLING}[^\s,;)\]}"'&]+`],
  finds: [/(?<=\w=)[^\s,;)\]}"'&=([]+/],
  puts: '<val>',
  needs: /=/,
  ignoresCase: true,
};

/** Nothing, where a value stands. */
export const NOTHING: Rule = {
  name: 'nothing',
  reason: 'Nothing, where a value could stand, is one of its values.',
  example: ['dup key: { : null }', 'dup key: { : # }'],
  finds: [/(?<=[:=(,]\s?)(?:null|none|nil|undefined)\b/],
  puts: '<val>',
  ignoresCase: true,
};

/** A character that a parser stumbled over. */
export const CHARACTERS: Rule = {
  name: 'characters',
  reason: 'The character that a parser did not expect is of one input.',
  example: ['Unexpected token u in JSON at position 0', 'Unexpected token # in JSON at position #'],
  finds: [/(?<=\b(?:token|character) )[^\s"'<]\b(?=\s)/],
  puts: '<val>',
  needs: /token|character/,
  ignoresCase: true,
};
