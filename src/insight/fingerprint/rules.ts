import { AGENTS, EMAILS, IPS, PATHS, URLS } from './addresses.ts';
import { ANSWERS } from './answers.ts';
import { TOKENS, UUIDS } from './ids.ts';
import { NUMBERS } from './numbers.ts';
import { BLANKS, LISTS, OWNERS, PLACEHOLDERS, PLURALS, PLURALS_OF_Y, SERVERS, WORDS } from './placeholders.ts';
import { QUOTES } from './quotes.ts';
import type { Rule } from './rule.ts';
import { TIMES } from './times.ts';
import { CHARACTERS, INPUTS, NOTHING, ROWS, VALUES } from './values.ts';

/** All rules, in the order in which they work: what has clear borders first, then numbers, then what they left. */
export const RULES: readonly Rule[] = [
  INPUTS,
  ANSWERS,
  URLS,
  EMAILS,
  QUOTES,
  ROWS,
  UUIDS,
  TOKENS,
  TIMES,
  AGENTS,
  PATHS,
  IPS,
  VALUES,
  NOTHING,
  CHARACTERS,
  NUMBERS,
  PLACEHOLDERS,
  OWNERS,
  WORDS,
  LISTS,
  SERVERS,
  BLANKS,
  PLURALS_OF_Y,
  PLURALS,
];
