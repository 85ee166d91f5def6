import { either, pattern } from './rule.ts';

// Names that a programmer gave, in quotes: they say which problem it is, while other quotes hold what a user typed.

/** A name without blanks, in quotes: "users_email_key", 'X-API-Key'. */
const QUOTED_NAME = /"[\w.$:-]{1,63}"|'[\w.$:-]{1,63}'/;

/** Words before a name of code: column "owner", KeyError: 'age', (reading 'map'), code: 'P2002'. */
const NOUN = either(
  /columns?|relation|constraint|table|index|role|schema|database|collection/,
  /attribute|propert(?:y|ies)|fields?|param(?:eter)?|argument|header|path|host=/,
  /module(?: named)?|function|method|model|reading|KeyError:/,
  /(?:code|type|reason|error|status|kind)["']?\s?[:=]/,
);

/** Words after a name of code: "email" is required, 'x' is not defined, "age" must be a number. */
export const VERDICT = /(?:is (?:a )?required|is not (?:defined|allowed)|must|should|object|has no|length)\b/;

/** Places in a request, as a validator of Python lists them: 'loc': ('body', 'age'). */
const LOCATION = /["']loc["']:\s?[[(][^\])]{0,200}[\])]/;

const KEY_OF_JSON = pattern`(?<=[{,]\s?)${QUOTED_NAME}(?=\s?:)`;
const NAME_AFTER_NOUN = pattern`(?<=\b${NOUN}\s?\(?)${QUOTED_NAME}`;
const NAME_BEFORE_VERDICT = pattern`${QUOTED_NAME}(?=\s${VERDICT})`;
const NAME_IN_BACKTICKS = /`[\w.$]{1,63}(?:\(\))?`/;

/** Quoted names of code. */
export const NAMES_OF_CODE: readonly RegExp[] = [
  LOCATION,
  pattern`(?=["'])(?:${KEY_OF_JSON}|${NAME_AFTER_NOUN}|${NAME_BEFORE_VERDICT})`,
  NAME_IN_BACKTICKS,
];
