import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { isNode, moduleState, type Node } from './module-state.ts';

/** Import of a source file: a path below src without its ending, or the name of a package. */
export interface Import {
  readonly target: string;
  readonly isTypeOnly: boolean;
  readonly isDynamic: boolean;
}

/** Facts about a source file for the architecture test. */
export interface SourceFile {
  /** The path below src. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** The names that are used as such: not as properties, not in text. */
  readonly names: ReadonlySet<string>;
  /** The names of what is kept and changed outside of every function. */
  readonly state: readonly string[];
  /** The first line of each doc comment. */
  readonly docs: readonly string[];
}

/** Reads and parses a file below src. */
export const readSourceFile = (path: string): SourceFile => parseSource(path, readFileSync(join('src', path), 'utf8'));

/** Parses the text of a file that stands, or would stand, at a path below src. */
export const parseSource = (path: string, text: string): SourceFile => {
  const program = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }, path) as unknown as Node;
  const imports: Import[] = [];
  const names = new Set<string>();
  walk(program, (node, isReference) => {
    const found = importOf(node, path);
    if (found) imports.push(found);
    if (node.type === 'Identifier' && isReference) names.add(String(node.name));
  });
  return { path, imports, names, state: moduleState(program), docs: docsIn(text) };
};

const docsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^\s*\/\*\*[\s*]*(.*)/gm)].map(([, line = '']) => line);

/** Visits every node; `isReference` is false for the names of properties and keys. */
const walk = (node: Node, visit: (node: Node, isReference: boolean) => void, isReference = true): void => {
  visit(node, isReference);
  for (const [key, value] of Object.entries(node)) {
    const isName = (key === 'property' || key === 'key') && node.computed !== true;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, !isName);
  }
};

const STATEMENTS: ReadonlySet<string> = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
]);

const importOf = (node: Node, path: string): Import | undefined => {
  const isDynamic = node.type === 'ImportExpression';
  const source = node.source;
  if (!isNode(source) || !(isDynamic || STATEMENTS.has(node.type))) return undefined;
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  const isAllTypes = specifiers.length > 0 && specifiers.every((specifier) => kindOf(specifier) === 'type');
  return {
    target: targetOf(String(source.value), path),
    isTypeOnly: kindOf(node) === 'type' || isAllTypes,
    isDynamic,
  };
};

const kindOf = (node: Node): unknown => node.importKind ?? node.exportKind;

const targetOf = (specifier: string, path: string): string =>
  specifier.startsWith('.') ? normalize(join(dirname(path), specifier)).replace(/\.tsx?$/, '') : specifier;
