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
  example: ['pod web-17 evicted', 'pod # evicted'],
  finds: [/(?<!["'`\w~-]|index: )(?:[\w~-]*[_~-]\w*#[\w~#-]*|#(?:[_~-][\w~#-]*)?)/],
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

/** Servers with the same port, in a row. */
export const SERVERS: Rule = {
  name: 'servers',
  reason: 'A name may have any number of addresses.',
  example: ['tried 10.0.0.1:443, 10.0.0.2:443', 'tried #:443'],
  finds: [/#(:\d{1,4}\b)(?:,\s?#\1)+/],
  puts: '#$1',
  needs: /#:\d+,/,
};

/** Words in the plural behind a number. */
export const PLURALS: Rule = {
  name: 'plurals',
  reason: 'One attempt and three attempts are the same problem.',
  example: ['failed after 3 attempts', 'failed after # attempt'],
  finds: [/(?<=# [a-z]{3,20}(?<![su]))s\b/],
  puts: '',
  needs: /# [a-z]/,
};

/** Words in the plural behind a number that end with y without it. */
export const PLURALS_OF_Y: Rule = {
  name: 'plurals-of-y',
  reason: 'One retry and three retries are the same problem.',
  example: ['failed after 3 retries', 'failed after # retry'],
  finds: [/(?<=# [a-z]{2,20})ies\b/],
  puts: 'y',
  needs: /# [a-z]/,
};

/** Blanks and line ends. */
export const BLANKS: Rule = {
  name: 'blanks',
  reason: 'The same text may be laid out otherwise.',
  example: ['line one\n  line two', 'line one line two'],
  finds: [/\s+/],
  puts: ' ',
};
