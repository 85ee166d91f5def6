import { isCountName, isSecretName } from './secret-names.ts';

/** Which names are secret besides those that always are, what stands for a secret, and who is told of each. */
export interface TextRules {
  readonly covers: (name: string) => boolean;
  readonly blank: string;
  readonly found: (value: string) => void;
}

// What is a secret whatever stands before it.
const BY_ITSELF =
  /\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}|\b(?:sk|pk|rk)_(?:live|test)_\w{8,}|\bgh[pousr]_\w{16,}|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}-----)?/g;
const LOOKS = /eyJ|[spr]k_|gh[pousr]_|AKIA|PRIVATE/;
const SCHEME = /\b(Bearer +)([\w\-.~+/]{4,}=*)|\b(Basic +)([\w+/-]{8,}={0,2})(?![\w-])/gi;
const USER_INFO = /([a-z][a-z\d+.-]{0,20}:\/\/)([^\s/?#"'<>\\:@]*:)?([^\s/?#"'<>\\]{1,300})@/gi;
// A parser quotes what it could not read, and may begin in the middle of a name.
const EXCERPT = /(?<=^|, )(?:\.\.\.)?".{0,80}"(?:\.\.\.)? is not valid JSON/gs;
const TAG = /(<([\w:.-]{1,100})(?:\s[^<>]{0,500})?>)([^<]+)/g;
const PART = /(\bname="([^"\r\n]{1,100})"[^\r\n]{0,300}(?:\r?\n[^\r\n]{1,300}){0,5}\r?\n\r?\n)((?:(?!\r?\n--).)*)/gs;
// A name, `:` or `=`, and the quote that the value begins with; the name may have quotes, which may be escaped, and be two words.
const PAIR =
  /(?<![\w$%.[\]-])((?:[\w$%.[\]-]{1,40} )?)([\w$%.[\]-]{1,100})((?:\\{0,20}["'])?\s{0,20}(?:=>|:=|[:=])[^\S\r\n]{0,20})(\\{0,20}["'])?/g;

/** A text that is no JSON with what is secret in it blanked: after names, in URLs and headers, in what parsers quote. */
export function blankText(text: string, rules: TextRules): string {
  const { blank, covers, found } = rules;
  const take = (value: string) => {
    found(value);
    return blank;
  };
  const isSecret = (name: string) => covers(decoded(name));
  // Most texts, and all that are made to be slow, have little of this.
  let told = /[:=]/.test(text) ? blankPairs(text, rules) : text;
  if (told.includes('is not valid JSON')) told = told.replace(EXCERPT, `${blank} is not valid JSON`);
  if (LOOKS.test(told)) told = told.replace(BY_ITSELF, blank);
  if (/bearer|basic/i.test(told)) {
    told = told.replace(SCHEME, (_, bearer, token, basic, pair) => `${bearer ?? basic}${take(token ?? pair)}`);
  }
  if (told.includes('@'))
    told = told.replace(USER_INFO, (_, scheme, user = '', secret) => `${scheme}${user}${take(secret)}@`);
  if (told.includes('<')) {
    told = told.replace(TAG, (all, tag, name, value) =>
      isSecret(name.split(':').at(-1)) ? `${tag}${take(value)}` : all,
    );
  }
  if (told.includes('name="')) {
    told = told.replace(PART, (all, head, name, value) => (isSecret(name) ? `${head}${take(value)}` : all));
  }
  return told;
}

function blankPairs(text: string, { covers, blank, found }: TextRules): string {
  const kept: string[] = [];
  let from = 0;
  for (const match of text.matchAll(PAIR)) {
    const [all, first = '', last = '', separator = '', quote = ''] = match;
    if (match.index < from) continue;
    const isOneName = covers(decoded(last)) || isSecretName(first);
    const name = isOneName ? decoded(last) : `${first}${last}`;
    if (!covers(name)) continue;
    const start = match.index + all.length;
    const isLine =
      separator.trim() === ':' &&
      quote === '' &&
      /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, match.index - 40), match.index));
    const end = quote === '' ? endOfBare(text, start, isLine) : endOfQuoted(text, start, quote);
    const value = text.slice(start, end);
    if (value === '' || value === blank || (isCountName(name) && /^[\d.]+$/.test(value))) continue;
    found(value);
    kept.push(text.slice(from, start), blank);
    from = end;
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** Where a value ends that began with a quote: before one with no more backslashes. */
function endOfQuoted(text: string, start: number, quote: string): number {
  const mark = quote.at(-1) ?? '';
  for (let at = text.indexOf(mark, start); at >= 0; at = text.indexOf(mark, at + 1)) {
    let escapes = 0;
    while (at - escapes > start && text[at - escapes - 1] === '\\') escapes += 1;
    if (escapes < quote.length) return at - escapes;
  }
  return text.length;
}

/** Where a value without quotes ends: with its line, or its list, or before what parts it from others. */
function endOfBare(text: string, start: number, isLine: boolean): number {
  if (text[start] === '[' || text[start] === '{') {
    const found = text.slice(start, start + 1_000).search(/[\]}](?=\s*(?:[,}\]\r\n;&)]|$))/);
    return found < 0 ? text.length : start + found + 1;
  }
  const scheme = /(?:Bearer|Basic|Digest|Token) +/iy;
  scheme.lastIndex = start;
  const from = start + (scheme.exec(text)?.[0].length ?? 0);
  const end = isLine ? /[\r\n"]|\\n/g : /[\s,&;)}\]"'<>\\]/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
