import type { Rule } from './rule.ts';

/** Placeholders of all kinds. */
export const PLACEHOLDERS: Rule = {
  name: 'placeholders',
  reason: 'The same place may hold an id in one call and a number or text in the next.',
  example: ['no user 42 with "x"', 'no user # with #'],
  finds: [/<(?:text|id|time|agent|path|ip|email|val)>/],
  puts: '#',
  needs: /</,
};

/** Names behind a word for whoever has them. */
export const OWNERS: Rule = {
  name: 'owners',
  reason: 'A word with digits or hyphens behind user, customer, tenant or account is one of many.',
  example: ['quota of tenant acme-eu exceeded', 'quota of tenant # exceeded'],
  finds: [/(?<=\b(?:[Uu]ser|[Cc]ustomer|[Tt]enant|[Aa]ccount) )(?=[A-Za-z]*\d|[A-Za-z]+[-_][\w-]+ )[\w-]+/],
  puts: '#',
};

/** Words with a placeholder in them. */
export const WORDS: Rule = {
  name: 'words',
  reason: 'What is joined to an id is part of it.',
  example: ['pod api-7d9f8b6c5-x2x9k evicted', 'pod # evicted'],
  finds: [/(?<!["'`\w~-]|index: )(?:[\w~-]*[_~-]\w*)?#(?:[_~-][\w~#-]*)?/],
  puts: '#',
  needs: /#/,
};

/** Placeholders in a row. */
export const LISTS: Rule = {
  name: 'lists',
  reason: 'A list may be of any length.',
  example: ['rows 4, 8, 15 and 16 are broken', 'rows # and # are broken'],
  finds: [/#(?:[\s,;:./_+~-]{0,3}#)+/],
  puts: '#',
  needs: /#.{0,3}#/s,
};

/** Blanks and line ends. */
export const BLANKS: Rule = {
  name: 'blanks',
  reason: 'The same text may be laid out otherwise.',
  example: ['line one\n  line two', 'line one line two'],
  finds: [/\s+/],
  puts: ' ',
};
