const QUERY = /^(?:\s|#.*\n)*(?:query|mutation|subscription|fragment)\b[^{}]{0,2000}\{/;
const DEFINED = /\$(\w{1,100})\s*:\s*[[A-Z]/;
// In JSON the ends of lines are escaped.
const ARGUMENT = /([A-Za-z_]\w{0,99})(?:\s|\\[nrt]){0,20}:(?:\s|\\[nrt]){0,20}(?:\[([^\]]{0,500})\]|\$(\w{1,100}))/g;
const VARIABLE = /\$(\w{1,100})/g;
const DEFAULT = /(\$(\w{1,100})\s{0,20}:\s{0,20}[[\]\w!]{1,100}\s{0,20}=\s{0,20}")((?:[^"\\]|\\.){1,4096})/g;

/** Tells whether a text is a GraphQL operation. */
export function isGraphql(text: string): boolean {
  return QUERY.test(text);
}

/** The variables in an operation of GraphQL, also within JSON, that it hands to arguments that are named like secrets. */
export function secretVariables(text: string, covers: (name: string) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  if (!text.includes('$') || !DEFINED.test(text)) return found;
  for (const [, name = '', list = '', variable] of text.matchAll(ARGUMENT)) {
    if (!covers(name)) continue;
    if (variable !== undefined) found.add(variable);
    for (const [, inList = ''] of list.matchAll(VARIABLE)) found.add(inList);
  }
  return found;
}

/** An operation without the values that its secret variables have where none is given. */
export function blankDefaults(text: string, variables: ReadonlySet<string>, take: (value: string) => string): string {
  return text.replace(DEFAULT, (all, head, name, value) => (variables.has(name) ? `${head}${take(value)}` : all));
}
