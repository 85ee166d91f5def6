import { blankDelimited } from './delimited-text.ts';
import { blankMarkup } from './markup-secrets.ts';
import { blankPairs } from './pairs-in-text.ts';
import { blankInserts } from './sql-inserts.ts';
import type { TextRules } from './text-rules.ts';
import { blankLooks } from './token-looks.ts';

const AFTER_SCHEME = /\b(Bearer +)([\w\-.~+/]{4,}=*)|\b(Basic +)([\w+/-]{8,}={0,2})(?![\w-])/gi;
const USER_INFO = /([a-z][a-z\d+.-]{0,20}:\/\/)([^\s/?#"'<>\\:@]*:)?([^\s/?#"'<>\\]{1,300})@/gi;
// A parser quotes what it could not read, and may begin in the middle of a name.
const EXCERPT = /(?<=^|, )(?:\.\.\.)?".{0,80}"(?:\.\.\.)? is not valid JSON/gs;
const PART =
  /(\bname=(?:"([^"\r\n]{1,100})"|([^\s";]{1,100}))[^\r\n]{0,300}(?:\r?\n[^\r\n]{1,300}){0,5}\r?\n\r?\n)((?:(?!\r?\n--).)*)/gs;
// As a command is given one: `--password x`, `curl -u bob:x`.
const OPTION = /(?<!\S)(--?([\w-]{1,60}) +)(?!-)(["']?)([^\s"']{1,300})/g;
const USER_OPTION = /(\s(?:-u|--user|--proxy-user) *["']?[^\s"':]{1,100}:)([^\s"']{1,300})/g;
// As databases tell of values that are there already.
const EXISTING_KEY = /(\bKey \((\w{1,100})\)=\()([^)\r\n]{1,300})/g;
const DUPLICATE = /(\bDuplicate entry ')([^'\r\n]{1,300})(' for key '([\w.]{1,200})')/g;
const QUOTED = /(\b(?:password|passphrase|passcode|api[ _-]?key|secret)(?: is)? (["'`]))([^"'`\r\n]{3,200})(?=\2)/gi;

/** A text that is no JSON with what is secret in it blanked: after names, in URLs and headers, in what parsers quote. */
export function blankText(text: string, rules: TextRules): string {
  const { blank, covers, found } = rules;
  const take = (value: string) => {
    if (value !== blank) found(value);
    return blank;
  };
  let told = /[,;|\t]/.test(text) && text.includes('\n') ? blankDelimited(text, rules) : text;
  // Most texts, and all that are made to be slow, have little of this.
  if (told.includes('<') || told.includes('&lt;')) told = blankMarkup(told, rules);
  if (/[:=]/.test(told)) told = blankPairs(told, rules);
  if (told.includes('is not valid JSON')) told = told.replace(EXCERPT, `${blank} is not valid JSON`);
  told = blankLooks(told, blank);
  if (/bearer|basic/i.test(told)) {
    told = told.replace(AFTER_SCHEME, (_, bearer, token, basic, pair) => `${bearer ?? basic}${take(token ?? pair)}`);
  }
  if (told.includes('@'))
    told = told.replace(USER_INFO, (_, scheme, user = '', secret) => `${scheme}${user}${take(secret)}@`);
  if (told.includes('name=')) {
    told = told.replace(PART, (all, head, quoted, bare, value) =>
      covers(quoted ?? bare) ? `${head}${take(value)}` : all,
    );
  }
  if (/insert/i.test(told)) told = blankInserts(told, rules);
  return blankSayings(told, rules, take);
}

/** Blanks what commands, databases and people say behind the name of a secret, without `:` or `=`. */
function blankSayings(text: string, { covers }: TextRules, take: (value: string) => string): string {
  let told = text;
  if (told.includes(' -')) {
    told = told.replace(OPTION, (all, head, name, quote, value) =>
      // A word of small letters is more often one of a sentence about the option.
      covers(name) && /[^a-z]/.test(value) ? `${head}${quote}${take(value)}` : all,
    );
  }
  if (told.includes('curl')) told = told.replace(USER_OPTION, (_, head, value) => `${head}${take(value)}`);
  if (told.includes(')=('))
    told = told.replace(EXISTING_KEY, (all, head, name, value) => (covers(name) ? `${head}${take(value)}` : all));
  if (told.includes('Duplicate entry')) {
    told = told.replace(DUPLICATE, (all, head, value, tail, name) =>
      covers(name) ? `${head}${take(value)}${tail}` : all,
    );
  }
  return told.replace(QUOTED, (_, head, _quote, value) => `${head}${take(value)}`);
}
