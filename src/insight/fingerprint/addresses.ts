import { LETTERS } from './characters.ts';
import { POINTER, VERDICT } from './names-of-code.ts';
import { pattern, type Rule } from './rule.ts';

const SCHEME = /[a-z][a-z0-9+.-]{1,15}:\/\//;
const PASSWORD = /[^\s/@"'<>]{1,100}@/;
const HOST = /[^\s/?#"'`<>()[\]{},;:]*/;
const REST_OF_URL = /[^\s"'`<>()\]},;]*/;

/** Addresses on the web. */
export const URLS: Rule = {
  name: 'urls',
  reason: 'The host says which service failed; the rest is of one request.',
  example: ['GET https://ann:pw@api.stripe.com/v1/charges/7?x=1 failed', 'GET https://api.stripe.com# failed'],
  finds: [new RegExp(`\\b(${SCHEME.source})(?:${PASSWORD.source})?(${HOST.source})${REST_OF_URL.source}`)],
  puts: '$1$2<path>',
  needs: /:\/\//,
  ignoresCase: true,
};

/** Addresses of mail. */
export const EMAILS: Rule = {
  name: 'emails',
  reason: 'An e-mail address is a person.',
  example: ['mailbox of ann@example.com is full', 'mailbox of # is full'],
  finds: [pattern`(?<![${LETTERS}.+-])[${LETTERS}.+-]{1,64}@[${LETTERS}-]{1,63}(?:\.[${LETTERS}-]{1,63})+`],
  puts: '<email>',
  needs: /@/,
};

/** A program and its version: Firefox/27.0, Safari/537 */
const PRODUCT = /[A-Za-z][\w.-]{0,40}\/\d[\w.+-]{0,40}/;
const FIRST_PRODUCT = /\b(?!HTTP\/)[A-Za-z][\w.-]{0,40}\/\d+\.[\w.+-]{1,40}/;
const MORE_OF_AGENT = pattern`\s?\([^)]{0,400}\)|\s${PRODUCT}|,? like Gecko`;

/** Names of browsers and crawlers. */
export const AGENTS: Rule = {
  name: 'agents',
  reason: 'Every version of a browser names itself otherwise.',
  example: ['refused for Mozilla/5.0 (X11; Linux) Firefox/27.0', 'refused for #'],
  finds: [pattern`\bMozilla\/\d\.\d${MORE_OF_AGENT}*|${FIRST_PRODUCT}${MORE_OF_AGENT}+`],
  puts: '<agent>',
  needs: /[A-Za-z]\/\d/,
};

const PLACE_IN_JSON = pattern`\/[\w/#-]{1,200}(?=\s${VERDICT})`;
/** /srv/a, ./a, ~/a, C:\a, \\server\a */
const FILE = pattern`(?<![${LETTERS}.:/)\]}<>*-])(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/]|\\\\(?=\w))[^\s"'\`<>()[\]{},;:|]+`;

/** GET /a:b(c) */
const PATH_OF_REQUEST = /(?<=\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) )\/(?:\S*[^\s:,;.)\]}"'])?/;

/** Paths of files and of requests. */
export const PATHS: Rule = {
  name: 'paths',
  reason: 'A path is of one file or request, unless a validator names a place in the JSON by it.',
  example: ['cannot read /srv/uploads/9f/report.pdf', 'cannot read #'],
  keeps: [PLACE_IN_JSON, POINTER],
  finds: [PATH_OF_REQUEST, FILE],
  puts: '<path>',
  needs: /[/\\]/,
};

const IPV6 = /::1(?![0-9a-f])|::(?=:\d)|(?=[a-f:]*\d)(?:[0-9a-f]{0,4}:){2,15}[0-9a-f]{0,4}(?![\w:])/;
const IPV4 = /(?:\d{1,3}\.){3}\d{1,3}(?!\w)/;
/** Ports of five digits are those of clients, which differ each time. */
const PORT_OF_CLIENT = /:\d{5}\b/;

/** Addresses of machines. */
export const IPS: Rule = {
  name: 'ips',
  reason: 'Addresses move between machines; ports of servers do not.',
  example: ['connect ECONNREFUSED 10.0.0.7:5432', 'connect ECONNREFUSED #:5432'],
  finds: [pattern`(?<![\w:.#])(?:${IPV6}|${IPV4})${PORT_OF_CLIENT}?`],
  puts: '<ip>',
  needs: /[.:]/,
  ignoresCase: true,
};
