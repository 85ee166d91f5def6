import { AGENTS, EMAILS, IPS, PATHS, URLS } from './addresses.ts';
import { NUMBERS, UUIDS } from './numbers.ts';
import { BLANKS, LISTS, OWNERS, PLACEHOLDERS, WORDS } from './placeholders.ts';
import { QUOTES } from './quotes.ts';
import type { Rule } from './rule.ts';
import { TIMES } from './times.ts';
import { INPUTS, KEY_VALUES, NOTHING, VALUES } from './values.ts';

/** All rules, in the order in which they work: what has clear borders first, then numbers, then what they left. */
export const RULES: readonly Rule[] = [
  INPUTS,
  URLS,
  EMAILS,
  QUOTES,
  KEY_VALUES,
  UUIDS,
  TIMES,
  AGENTS,
  PATHS,
  IPS,
  VALUES,
  NOTHING,
  NUMBERS,
  PLACEHOLDERS,
  OWNERS,
  WORDS,
  LISTS,
  BLANKS,
];
