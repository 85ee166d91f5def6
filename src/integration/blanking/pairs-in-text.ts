import { isCountName, isSecretName } from '../../text/secret-names.ts';
import type { TextRules } from './text-rules.ts';

// A name, `:` or `=`, and the quote that the value begins with; the name may have quotes, which may be escaped, and be two words.
const PAIR =
  /(?<![\p{L}\p{M}\p{N}_$%.[\]-])((?:[\p{L}\p{M}\p{N}_$%.[\]-]{1,40} )?)([\p{L}\p{M}\p{N}_$%.[\]-]{1,100})((?:\\{0,20}["'])?\]?\s{0,20}(?:=>\s{0,20}(?:string\(\d{1,9}\) )?|:=|[:=])[^\S\r\n]{0,20})("""|'''|\\{0,20}["'])?/gu;
const SCHEME =
  /(?:Bearer|Basic|Digest|Token|ApiKey|OAuth|Hawk|Negotiate|Signature|AWS4-HMAC-SHA256) +(?:(?:[\w-]{1,60}=(?:"[^"\r\n]{0,2000}"|[^\s,"']{0,2000})(?:, *| +(?=[\w-]{1,60}=))?)+)?/;
const BLOCK = /^(?:[|>][+-]?\d?)?[ \t]*(?:#[^\n]*)?\r?$/;
// `- name: DB_PASSWORD` on a line, and `value: …` on the next, or the other way round.
const LABEL_LINE =
  /^([ \t-]{0,100}(?:name|key)["']?: {0,20}["']?)([\w.-]{1,100})(["']?[ \t]*\r?\n[ \t]{0,100}["']?value["']?: {0,20})([^\r\n]{1,4096})/gm;
const VALUE_LINE =
  /^([ \t-]{0,100}["']?value["']?: {0,20})([^\r\n]{1,4096})(\r?\n[ \t]{0,100}["']?(?:name|key)["']?: {0,20}["']?)([\w.-]{1,100})/gm;
const LONGEST_LIST = 1_000;

/** A text with the values blanked that stand behind the name of a secret and `:` or `=`, in a line or in one of many ways to quote. */
export function blankPairs(text: string, rules: TextRules): string {
  const { covers, blank, found } = rules;
  const kept: string[] = [];
  let from = 0;
  for (const match of text.matchAll(PAIR)) {
    const [all, first = '', last = '', separator = '', quote = ''] = match;
    if (match.index < from) continue;
    const isOneName = covers(decoded(last)) || isSecretName(first);
    const name = isOneName ? decoded(last) : `${first}${last}`;
    if (!covers(name)) continue;
    const start = match.index + all.length;
    const end = quote === '' ? endOfBare(text, start, { at: match.index, separator }) : endOfQuoted(text, start, quote);
    const value = text.slice(start, end);
    const isNone = value === '' || value === blank || rules.isReference(value);
    if (isNone || (isCountName(name) && /^[\d.]+$/.test(value) && !rules.isOwn(name))) continue;
    found(value.trim());
    kept.push(text.slice(from, start), blank);
    from = end;
  }
  kept.push(text.slice(from));
  return blankLines(kept.join(''), rules);
}

/** A name as it is meant if it is encoded as in a URL. */
export function decoded(name: string): string {
  try {
    return name.includes('%') ? decodeURIComponent(name) : name;
  } catch {
    return name;
  }
}

function blankLines(text: string, { covers, blank, found }: TextRules): string {
  if (!/\bvalue["']?:/.test(text)) return text;
  const take = (value: string) => {
    found(value.replace(/^(["'])(.*)\1$/, '$2'));
    return blank;
  };
  return text
    .replace(LABEL_LINE, (all, head, name, between, value) =>
      covers(name) ? `${head}${name}${between}${take(value)}` : all,
    )
    .replace(VALUE_LINE, (all, head, value, between, name) =>
      covers(name) ? `${head}${take(value)}${between}${name}` : all,
    );
}

/** Finds the end of a quoted value: the next quote that is escaped no more deeply than the opening one. */
function endOfQuoted(text: string, start: number, quote: string): number {
  if (quote === '"""' || quote === "'''") {
    const end = text.indexOf(quote, start);
    return end < 0 ? text.length : end;
  }
  const mark = quote.at(-1) ?? '';
  for (let at = text.indexOf(mark, start); at >= 0; at = text.indexOf(mark, at + 1)) {
    let escapes = 0;
    while (at - escapes > start && text[at - escapes - 1] === '\\') escapes += 1;
    if (escapes < quote.length) return at - escapes;
  }
  return text.length;
}

/** Finds the end of an unquoted value: the end of its line or list, or a separator before the next value. */
function endOfBare(
  text: string,
  start: number,
  { at, separator }: { readonly at: number; readonly separator: string },
): number {
  if (text[start] === '[' || text[start] === '{') {
    const found = text.slice(start, start + LONGEST_LIST).search(/[\]}](?=\s*(?:[,}\]\r\n;&)]|$))/);
    return found < 0 ? text.length : start + found + 1;
  }
  const scheme = new RegExp(SCHEME, 'iy');
  scheme.lastIndex = start;
  const from = start + (scheme.exec(text)?.[0].length ?? 0);
  const around = text[at - 1];
  if (separator === ': ' && (around === "'" || around === '"'))
    return endOf(around === '"' ? /["\r\n]/g : /['\r\n]/g, text, from);
  const before = /(?:^|\n)([ \t-]*)(?:export )?$/.exec(text.slice(Math.max(0, at - 40), at));
  if (before === null) return endOf(/[\s,&;)}\]"'<>\\]/g, text, from);
  const [, indent = ''] = before;
  if (separator.trim() === ':') return endOfLine(text, { start, from, indent: indent.length });
  if (separator.includes(' =')) {
    const end = endOf(/[\r\n]/g, text, from);
    if (!/[=&;,"']/.test(text.slice(from, end))) return end;
  }
  return endOf(/[\s,&;)}\]"'<>\\]/g, text, from);
}

/** Finds the end of a value that has its own line, or, as in YAML, more deeply indented lines below it. */
function endOfLine(
  text: string,
  { start, from, indent }: { readonly start: number; readonly from: number; readonly indent: number },
): number {
  const lineEnd = endOf(/\n/g, text, start);
  const head = text.slice(start, lineEnd);
  if (!BLOCK.test(head)) return endOf(/[\r\n"]|\\n/g, text, from);
  const isList = head.trim() === '';
  let end = lineEnd;
  while (end < text.length) {
    const next = endOf(/\n/g, text, end + 1);
    const line = text.slice(end + 1, next);
    const depth = line.search(/\S/);
    const isInside = isList ? /^\s*- [^\s{[][^:]*$/.test(line) && depth >= indent : depth < 0 || depth > indent;
    if (!isInside) break;
    end = next;
  }
  return isList && end === lineEnd ? start : end;
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
