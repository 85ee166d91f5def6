import type { JsonDocument } from './json-document.ts';

const BELOW = 'variables';

/** The numbers of the values below `variables` that are among these, or of all where the document is what stands there. */
export function valuesOfVariables(
  document: JsonDocument,
  variables: ReadonlySet<string>,
  isBelow: boolean,
): readonly number[] {
  return Array.from(document.nodes.keys()).filter((at) => {
    const { key, parent } = document.nodes[at] ?? {};
    if (key === undefined || parent === undefined || !variables.has(document.contentOf(key))) return false;
    const above = document.nodes[parent];
    return above?.key === undefined ? isBelow && above?.parent === 0 : document.contentOf(above.key) === BELOW;
  });
}

/** The numbers of the strings that hold variables as a text. */
export function textsOfVariables(document: JsonDocument): readonly number[] {
  return Array.from(document.nodes.keys()).filter((at) => {
    const { key, kind } = document.nodes[at] ?? {};
    return kind === 'string' && key !== undefined && document.contentOf(key) === BELOW;
  });
}
