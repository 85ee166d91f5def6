import { type JsonNode, type JsonToken, jsonTreeOf } from './json-tree.ts';

// The beginning of one: `\u00e`.
const LONGEST_ESCAPE = 6;

/** A text of JSON, whole or broken, with the values that are in it. */
export class JsonDocument {
  readonly text: string;
  readonly nodes: readonly JsonNode[];

  constructor(text: string, hints: readonly number[]) {
    this.text = text;
    this.nodes = jsonTreeOf(text, hints);
  }

  /** The token to the letter. */
  raw({ start, end }: JsonToken): string {
    return this.text.slice(start, end);
  }

  /** The meaning of a token: without quotes and escapes. */
  contentOf(token: JsonToken): string {
    const raw = this.raw(token);
    if (raw.startsWith("'")) return raw.replace(/^'|'$/g, '');
    if (!raw.startsWith('"')) return raw;
    return raw.includes('\\') ? (parsedString(raw) ?? startOfString(raw)) : raw.replace(/^"|"$/g, '');
  }

  /** The words of a name in small letters, each behind a blank or another mark. */
  wordsOf(token: JsonToken): string {
    return this.contentOf(token)
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase();
  }

  /** The content of a value that is a string. */
  textAt(at: number): string | undefined {
    const node = this.nodes[at];
    return node?.kind === 'string' ? this.contentOf(node) : undefined;
  }

  /** The numbers of the values that a value holds itself. */
  childrenOf(at: number): readonly number[] {
    const end = this.nodes[at]?.next ?? 0;
    const kids: number[] = [];
    for (let kid = at + 1; kid < end; kid = this.nodes[kid]?.next ?? end) kids.push(kid);
    return kids;
  }

  /** Tells whether a string or a literal may have had more to it than the text has, which was cut off. */
  isCutOff(node: JsonNode): boolean {
    if (node.end !== this.text.length) return false;
    if (node.kind === 'literal') return node.parent !== 0;
    return node.kind === 'string' && (node.end - node.start < 2 || parsedString(this.raw(node)) === undefined);
  }

  /** Tells whether a value holds no others. */
  isScalar(at: number): boolean {
    const kind = this.nodes[at]?.kind;
    return kind === 'string' || kind === 'literal';
  }

  /** A string as it is written once its content is another, with the escapes that it has around each placeholder. */
  rewritten(token: JsonToken, content: string, placeholder: string): string {
    const raw = this.raw(token);
    if (!raw.startsWith('"')) return JSON.stringify(content);
    const inside = keptEscapes(raw, content.split(placeholder))?.join(placeholder);
    const whole = inside === undefined ? JSON.stringify(content) : `"${inside}"`;
    const isWhole = raw.length > 1 && parsedString(raw) !== undefined;
    return isWhole ? whole : whole.slice(0, -1);
  }
}

/** The content of a string with its quotes; undefined if it is not a whole one. */
export function parsedString(token: string): string | undefined {
  try {
    return String(JSON.parse(token));
  } catch {
    return undefined;
  }
}

/** The beginning of a string that was cut off, or is not quite one; the cut may have gone through an escape. */
function startOfString(token: string): string {
  for (let missing = 0; missing < LONGEST_ESCAPE; missing += 1) {
    const text = parsedString(`${token.slice(0, token.length - missing)}"`);
    if (text !== undefined) return text;
  }
  return token.replace(/^"|"$/g, '');
}

/** Parts of the content of a string, in their order, as they are written in it; undefined if they are not all there. */
function keptEscapes(raw: string, parts: readonly string[]): readonly string[] | undefined {
  if (!raw.includes('\\')) return undefined;
  const units = raw.slice(1).match(/\\u[\da-fA-F]{4}|\\[^u]|[^"\\]/g) ?? [];
  const content = units.map((unit) => (unit.startsWith('\\') ? (parsedString(`"${unit}"`) ?? '') : unit)).join('');
  let from = 0;
  const kept: string[] = [];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const at = isLast && index > 0 ? Math.max(from, content.length - part.length) : content.indexOf(part, from);
    if ((index === 0 && at !== 0) || !content.startsWith(part, at)) return undefined;
    from = at + part.length;
    kept.push(units.slice(at, from).join(''));
  }
  return content.length === units.length ? kept : undefined;
}
