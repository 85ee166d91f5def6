import type { JsonDocument } from './json-document.ts';
import type { JsonNode, JsonToken } from './json-tree.ts';
import type { TextRules } from './text-rules.ts';

/** Edits to a document: blanked values, replaced strings and names. */
export class JsonEdits {
  readonly #document: JsonDocument;
  readonly #secret = new Set<number>();
  /** Replacements of strings and names, by their start. */
  readonly #replaced = new Map<number, string>();

  constructor(document: JsonDocument) {
    this.#document = document;
  }

  /** Notes that a value is a secret. */
  blank(at: number): void {
    this.#secret.add(at);
  }

  /** Notes what is written in place of a string or a name. */
  replace({ start }: JsonToken, text: string): void {
    this.#replaced.set(start, text);
  }

  /** The text of the document with what was noted; those who ask are told of all that is in secret values. */
  written({ blank, found }: Pick<TextRules, 'blank' | 'found'>): string {
    const { nodes, text } = this.#document;
    const kept: string[] = [];
    let from = 0;
    const put = (start: number, end: number, written: string) => {
      kept.push(text.slice(from, start), written);
      from = end;
    };
    const putReplaced = (token: JsonToken) => {
      const replaced = this.#replaced.get(token.start);
      if (replaced !== undefined) put(token.start, token.end, replaced);
    };
    for (let at = 1; at < nodes.length; ) {
      const node = nodes[at];
      if (node === undefined) break;
      if (node.key !== undefined) putReplaced(node.key);
      if (this.#secret.has(at)) {
        const last = this.#lastOf(node);
        for (const inner of nodes.slice(at, last.next)) if (isScalar(inner)) found(this.#document.contentOf(inner));
        put(node.start, last.end, `"${blank}"`);
        at = last.next;
      } else {
        putReplaced(node);
        at += 1;
      }
    }
    kept.push(text.slice(from));
    return kept.join('');
  }

  /** The last of what is one value as other languages write it: `Some("x")`, `u'x'`. */
  #lastOf(node: JsonNode): JsonNode {
    const { nodes, text } = this.#document;
    let last = node;
    while (node.kind === 'literal' && node.key !== undefined) {
      const next = nodes[last.next];
      if (next?.parent !== node.parent || next.key !== undefined || text.slice(last.end, next.start).includes(','))
        break;
      last = next;
    }
    return last;
  }
}

function isScalar({ kind }: JsonNode): boolean {
  return kind === 'string' || kind === 'literal';
}
