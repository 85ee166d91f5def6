import { isGroupName } from '../../text/secret-names.ts';
import type { TextRules } from './text-rules.ts';

// Attributes that say what an element is about, and those that hold what is in it.
const LABEL = /^(?:name|key|id|field|property|param|parameter|type|autocomplete|itemprop|k|n)$/i;
const NAMING = /^(?:name|key|property|field|param|parameter|k|n)$/i;
const VALUE = /^(?:value|val|v|content|default|defaultvalue|data)$/i;
const TAG = /<([\w:.-]{1,100})((?:\s[^<>]{0,2000})?)(?:>|$)/g;
const ATTRIBUTE = /([\w:.-]{1,100})\s{0,20}=\s{0,20}(?:(["'])([\s\S]*?)(\2|$)|([^\s"'<>]{1,1000}))/g;
const EMPTY = /^(?:input|meta|link|img|br|hr|area|base|col|embed|source|track|wbr)$/i;
const CDATA = '<![CDATA[';
// `<key>password</key><string>…`, and the value may be in one more element.
const PAIR =
  /(<([\w:.-]{1,60})>\s{0,20}([^<>\s]{1,64})\s{0,20}<\/\2>(?:\s{0,100}<(?!(?:dict|array)\b)[\w:.-]{1,60}(?:\s[^<>]{0,200})?>){1,2})([^<]{1,4096})/g;
const LONGEST_CONTENT = 2_000;

/** A text with the secrets blanked in what it holds of XML or HTML, also if that is escaped, as within an element. */
export function blankMarkup(text: string, rules: TextRules): string {
  const told = text.includes('<') ? blankElements(text, rules) : text;
  if (!told.includes('&lt;')) return told;
  return told.replace(/[^<>]+/g, (run) => {
    if (!run.includes('&lt;')) return run;
    const plain = run.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
    const blanked = blankElements(plain, rules);
    if (blanked === plain) return run;
    const escaped = blanked.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return run.includes('&quot;') ? escaped.replaceAll('"', '&quot;') : escaped;
  });
}

/** A text of XML or HTML with what is in an element or beside an attribute that is named like a secret blanked. */
function blankElements(text: string, rules: TextRules): string {
  const { blank, covers, found } = rules;
  const take = (value: string) => {
    if (value.trim() === '' || value === blank) return value;
    found(value.trim());
    return blank;
  };
  const paired = text.replace(PAIR, (all, head, label, name, value) =>
    NAMING.test(localName(label)) && covers(name) ? `${head}${take(value)}` : all,
  );
  const kept: string[] = [];
  let from = 0;
  for (const match of paired.matchAll(TAG)) {
    const [all, name = '', attributes = ''] = match;
    if (match.index < from) continue;
    const named = namedIn(attributes, covers);
    const behind = match.index + all.length;
    const values = named === undefined ? attributes : withoutValues(attributes, take);
    const start = match.index + 1 + name.length;
    kept.push(paired.slice(from, start), values);
    from = start + attributes.length;
    const isEmpty = attributes.endsWith('/') || EMPTY.test(name);
    const isSecret = covers(localName(name)) || (named === 'content' && values === attributes);
    if (isEmpty || !isSecret) continue;
    const end = endOfContent(paired, behind, name);
    // As in JSON, a session is no secret with all that it has.
    if (isGroupName(localName(name)) && !rules.isOwn(localName(name)) && paired.slice(behind, end).includes('</'))
      continue;
    kept.push(paired.slice(from, behind), blankContent(paired.slice(behind, end), take));
    from = end;
  }
  kept.push(paired.slice(from));
  return kept.join('');
}

/** Says whether attributes name a secret, and then whether it may also be what the element holds. */
function namedIn(attributes: string, covers: TextRules['covers']): 'value' | 'content' | undefined {
  if (attributes === '') return undefined;
  let named: 'value' | 'content' | undefined;
  for (const [, name = '', , quoted, , bare = ''] of attributes.matchAll(ATTRIBUTE)) {
    const value = quoted ?? bare;
    if (!LABEL.test(localName(name)) || !covers(value)) continue;
    if (NAMING.test(localName(name))) return 'content';
    named = 'value';
  }
  return named;
}

function withoutValues(attributes: string, take: (value: string) => string): string {
  return attributes.replace(ATTRIBUTE, (all, name, quote = '', quoted, close = '', bare = '') => {
    if (!VALUE.test(localName(name))) return all;
    const value = quoted ?? bare;
    const head = all.slice(0, all.length - value.length - close.length);
    return `${head}${take(value)}${quote === '' ? '' : close}`;
  });
}

/** Finds the end of an element's content: its end tag if that is near, else the next tag. */
function endOfContent(text: string, start: number, name: string): number {
  if (/[\s<]/.test(text[start] ?? '')) {
    const near = text.slice(start, start + LONGEST_CONTENT);
    const end = near.indexOf(`</${name}`);
    if (end >= 0) return start + end;
    if (start + near.length === text.length && !near.includes('</')) return text.length;
  }
  const next = text.indexOf('<', start);
  return next < 0 ? text.length : next;
}

function blankContent(content: string, take: (value: string) => string): string {
  if (!content.includes('<')) return take(content);
  return content.replace(/(<!\[CDATA\[)([\s\S]*?)(?=\]\]>|$)|(^|>)([^<>]+)/g, (_, open, inside, before, value) =>
    open === CDATA ? `${open}${take(inside)}` : `${before}${take(value)}`,
  );
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}
