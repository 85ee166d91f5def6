import { jsonTreeOf } from './json-tree.ts';

/** Tells whether a text is JSON. */
export function parsesAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Tells whether a text has an object or a list in it that is no JSON, as one without its quotes or with a bracket too few. */
export function holdsBrokenJson(text: string): boolean {
  const nodes = jsonTreeOf(text, []);
  for (let at = 1; at < nodes.length; ) {
    const node = nodes[at];
    if (node === undefined) return false;
    const part = text.slice(node.start, node.end);
    const isGroup = node.kind === 'object' || node.kind === 'list';
    // A quote too few makes a string of what is between two others.
    if (isGroup ? part.includes('"') && !parsesAsJson(part) : node.kind === 'string' && /[{[]/.test(part)) return true;
    at = node.next;
  }
  return false;
}

/** Tells whether a text is a number as JSON writes it. */
export function isJsonNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);
}

/** Tells whether a text is a number, true, false or null. */
export function isJsonLiteral(text: string): boolean {
  return isJsonNumber(text) || text === 'true' || text === 'false' || text === 'null';
}
