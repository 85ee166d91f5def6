import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { isNode, type Node } from '../helpers/module-state.ts';

/** A declaration that an entry of the package exports, or a member of one, with its doc comment: what an editor shows. */
export interface Declaration {
  /** The name by which it is reached: `Store.users`. */
  readonly name: string;
  readonly kind: 'function' | 'class' | 'type' | 'constant' | 'member';
  /** The text of the comment without its stars; empty if there is none. */
  readonly doc: string;
}

const MEMBERS: ReadonlySet<string> = new Set([
  'TSPropertySignature',
  'TSMethodSignature',
  'PropertyDefinition',
  'MethodDefinition',
]);

const list = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
const nameOf = (node: unknown): string => (isNode(node) ? String(node.name ?? node.value ?? '') : '');

/** Everything that a module of declarations exports, with the members of what is exported. */
export function exportedDeclarations(folder: string, path: string): readonly Declaration[] {
  const text = readFileSync(join(folder, path), 'utf8');
  const program = parseAst(text, { lang: 'dts' }, path) as unknown as Node;
  return list(program.body).flatMap((statement) => {
    const behind = () => exportedDeclarations(folder, targetOf(path, statement));
    if (statement.type === 'ExportAllDeclaration')
      return behind().filter(({ kind }) => kind === 'type' || kind === 'member' || statement.exportKind !== 'type');
    if (statement.type !== 'ExportNamedDeclaration') return [];
    if (isNode(statement.declaration)) return declarationsOf(statement.declaration, statement, text);
    // `export {}` marks a module, and has no source.
    const all = isNode(statement.source) ? behind() : [];
    return list(statement.specifiers).flatMap(({ local, exported }) => {
      const own = (name: string) => name.replace(/^[^.]+/, nameOf(exported));
      return all
        .filter(({ name }) => name.split('.')[0] === nameOf(local))
        .map((found) => ({ ...found, name: own(found.name) }));
    });
  });
}

function targetOf(path: string, { source }: Node): string {
  const target = isNode(source) ? String(source.value) : '';
  return normalize(join(dirname(path), target.replace(/\.ts$/, '.d.ts')));
}

function declarationsOf(declared: Node, statement: Node, text: string): readonly Declaration[] {
  const doc = docBefore(text, statement);
  const one = (id: unknown, kind: Declaration['kind']): readonly Declaration[] => [{ name: nameOf(id), kind, doc }];
  if (declared.type === 'VariableDeclaration')
    return list(declared.declarations).flatMap(({ id }) => one(id, 'constant'));
  if (declared.type === 'TSDeclareFunction') return one(declared.id, 'function');
  const members = membersOf(declared.body ?? declared.typeAnnotation, nameOf(declared.id), text);
  return [...one(declared.id, declared.type === 'ClassDeclaration' ? 'class' : 'type'), ...members];
}

/** Members at any depth: an option may itself have some. */
function membersOf(type: unknown, owner: string, text: string): readonly Declaration[] {
  if (!isNode(type)) return [];
  const parts = [...list(type.body), ...list(type.members), ...list(type.types)];
  return parts.flatMap((part) => {
    if (!MEMBERS.has(part.type)) return membersOf(part, owner, text);
    const key = nameOf(part.key);
    if (part.kind === 'constructor' || (isNode(part.key) && part.key.type === 'PrivateIdentifier')) return [];
    const name = `${owner}.${key}`;
    const annotation = isNode(part.typeAnnotation) ? part.typeAnnotation.typeAnnotation : undefined;
    return [{ name, kind: 'member', doc: docBefore(text, part) } as const, ...membersOf(annotation, name, text)];
  });
}

/** The doc comment that ends right before a node. */
function docBefore(text: string, { start }: Node): string {
  // It may hold the beginning of another, in an example, but no end.
  const comment = /\/\*\*((?:(?!\*\/).)*)\*\/\s*$/s.exec(text.slice(0, Number(start)))?.[1] ?? '';
  return comment.replaceAll(/^\s*\* ?/gm, '').trim();
}
