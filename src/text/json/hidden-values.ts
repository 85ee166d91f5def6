import { isCountName, isGroupName, isHiddenName, isYesOrNo } from '../secret-names.ts';
import { childrenOf, type JsonTree, stringOf } from './json-tree.ts';

/** Shown in place of what is hidden. */
export const HIDDEN = '•••';

const LONGEST_NAME = 200;
const MOST_KNOWN = 10_000;
const LONGEST_EMAIL = 320;
// A pair of a name and a value may have some more that is told of it.
const MOST_BESIDE = 12;
const LABEL = /^(?:name|key|field|header|param|parameter|label|n|k)$/i;
const VALUE = /^(?:value|values|val|v|content|data|text)$/i;
// Bounded on both sides, so that a text that is made to be slow takes no longer than another.
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,190}[\p{L}\p{N}])?/gu;
const NAME = /(["']?)([\p{L}_][\p{L}\p{N}_. -]{0,60}?)\1\s{0,5}[:=]\s{0,5}/gu;
const VALUE_BEHIND = /"((?:[^"\\]|\\.){1,2000})"?|'([^']{1,2000})'?|([^\s"',;&}\]]{1,2000})/uy;
const SCHEME = /^(?:Bearer|Basic)$/i;
const BEARER = /\b(Bearer|Basic) +[\w\-.~+/]{4,}=*/gi;

/** A text without the e-mail addresses in it. */
export function withoutEmails(text: string): string {
  return text.includes('@') ? text.replace(EMAIL, HIDDEN) : text;
}

/** A text that is no JSON without what is secret in it by the names before it: `token=…`, `"password": "…"`, `Bearer …`. */
export function withoutSecrets(text: string): string {
  const named = /[:=]/.test(text) ? withoutNamed(text) : text;
  return withoutEmails(named.replace(BEARER, (_, scheme: string) => `${scheme} ${HIDDEN}`));
}

function withoutNamed(text: string): string {
  const behind = new RegExp(VALUE_BEHIND);
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(NAME)) {
    const start = match.index + match[0].length;
    if (match.index < from || !isHiddenName(match[2] ?? '')) continue;
    behind.lastIndex = start;
    const [all = '', ...values] = behind.exec(text) ?? [];
    const value = values.find((found) => found !== undefined) ?? '';
    if (value === '' || isYesOrNo(value) || SCHEME.test(value)) continue;
    parts.push(text.slice(from, start), HIDDEN);
    from = start + all.length;
  }
  return [...parts, text.slice(from)].join('');
}

/** Tells of the values in a tree which are hidden: by their names, by those of what they are in, and e-mail addresses. */
export class HiddenValues {
  readonly #tree: JsonTree;
  /** Objects and lists that were asked about: true if all in them is hidden. */
  readonly #known = new Map<number, boolean>();
  readonly #names = new Map<string, boolean>();

  constructor(tree: JsonTree) {
    this.#tree = tree;
  }

  /** True for a text, a number or another word that is not to be shown. */
  isHidden(node: number): boolean {
    const tree = this.#tree;
    if (tree.isContainer(node)) return false;
    const kind = tree.kindOf(node);
    if (kind === 'word' && isYesOrNo(tree.sourceOf(node, 10))) return false;
    const key = this.#nameOf(node);
    if (key !== undefined && this.#isHiddenName(key)) return kind !== 'number' || !isCountName(key);
    if (kind === 'string' && this.#isEmail(node)) return true;
    return node > 0 && (this.#isNamedBeside(node) || this.#hides(tree.parentOf(node)));
  }

  #isEmail(node: number): boolean {
    const tree = this.#tree;
    if (tree.endOf(node) - tree.startOf(node) > LONGEST_EMAIL) return false;
    const source = tree.sourceOf(node);
    return source.includes('@') && withoutEmails(stringOf(source)).trim() === HIDDEN;
  }

  /** True for what a text beside it names: `{"name": "Authorization", "value": …}`, `["Authorization", …]`. */
  #isNamedBeside(node: number): boolean {
    const tree = this.#tree;
    const parent = tree.parentOf(node);
    const key = this.#nameOf(node);
    if (tree.countOf(parent) > MOST_BESIDE) return false;
    if (key === undefined)
      return tree.placeOf(node) === 1 && tree.countOf(parent) === 2 && this.#isHiddenLabel(parent + 1);
    if (!VALUE.test(key)) return false;
    return [...childrenOf(tree, parent)].some(
      (other) => LABEL.test(this.#nameOf(other) ?? '') && this.#isHiddenLabel(other),
    );
  }

  #isHiddenLabel(node: number): boolean {
    const tree = this.#tree;
    if (tree.kindOf(node) !== 'string') return false;
    return this.#isHiddenName(stringOf(tree.sourceOf(node, LONGEST_NAME)));
  }

  /** True if an object or a list hides all that is in it. A loop, since values may be nested thousands of levels deep. */
  #hides(container: number): boolean {
    const asked: number[] = [];
    let answer = false;
    for (let at = container; at > 0; at = this.#tree.parentOf(at)) {
      const known = this.#known.get(at);
      if (known !== undefined) {
        answer = known;
        break;
      }
      asked.push(at);
      const name = this.#nameOf(at);
      if (name !== undefined && this.#isHiddenName(name) && !isGroupName(name)) {
        answer = true;
        break;
      }
    }
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    for (const at of asked) this.#known.set(at, answer);
    return answer;
  }

  /** The same names come in record after record. */
  #isHiddenName(name: string): boolean {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    if (this.#names.size > MOST_KNOWN) this.#names.clear();
    const isHidden = isHiddenName(name);
    this.#names.set(name, isHidden);
    return isHidden;
  }

  #nameOf(node: number): string | undefined {
    const key = this.#tree.keyOf(node, LONGEST_NAME);
    return key === undefined ? undefined : stringOf(key);
  }
}
