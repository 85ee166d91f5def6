/** A node of the syntax tree. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Tells whether a value in the syntax tree is a node. */
export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

const COLLECTIONS: ReadonlySet<unknown> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);
const CHANGES: ReadonlySet<unknown> = new Set(
  ['set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill'].concat(
    'assign',
  ),
);

/** The names of what a module keeps and changes beside its functions: variables, collections, changed constants, static fields. */
export const moduleState = (program: Node): readonly string[] => {
  const declared = nodesIn(program.body).flatMap((node) => {
    const declaration = isNode(node.declaration) ? node.declaration : node;
    return declaration.type === 'VariableDeclaration'
      ? nodesIn(declaration.declarations).map(({ id, init }) => ({
          id,
          init,
          isConstant: declaration.kind === 'const',
        }))
      : [];
  });
  const changed = new Set<unknown>();
  const statics: string[] = [];
  visit(program, (node) => {
    const target = changedBy(node);
    if (target) changed.add(target);
    if (node.type === 'PropertyDefinition' && node.static === true && isKept(node)) statics.push(nameOf(node.key));
  });
  const names = declared
    .filter((of) => !of.isConstant || isEmptyCollection(of.init) || changed.has(nameOf(of.id)))
    .map((of) => nameOf(of.id));
  return [...names, ...statics];
};

const isKept = ({ readonly: isReadonly, value }: Node) => isReadonly !== true || isEmptyCollection(value);

const isEmptyCollection = (value: unknown): boolean =>
  isNode(value) &&
  value.type === 'NewExpression' &&
  COLLECTIONS.has(nameOf(value.callee)) &&
  nodesIn(value.arguments).length === 0;

/** The name of what a node changes a part of: `state` in `state.count += 1` and `state.list.push(1)`. */
const changedBy = (node: Node): string | undefined => {
  if (node.type === 'AssignmentExpression') return ownerOf(node.left);
  if (node.type === 'UpdateExpression') return ownerOf(node.argument);
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return ownerOf(node.argument);
  const { callee } = node;
  if (node.type !== 'CallExpression' || !isNode(callee) || !CHANGES.has(nameOf(callee.property))) return undefined;
  return nameOf(callee.object) === 'Object' ? nameOf(nodesIn(node.arguments)[0]) : ownerOf(callee);
};

const ownerOf = (node: unknown): string | undefined => {
  if (!isNode(node) || node.type !== 'MemberExpression') return undefined;
  return isNode(node.object) && node.object.type === 'Identifier' ? nameOf(node.object) : ownerOf(node.object);
};

const nameOf = (node: unknown): string => (isNode(node) && typeof node.name === 'string' ? node.name : '');

const nodesIn = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

const visit = (node: Node, see: (node: Node) => void): void => {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, see);
  }
};
