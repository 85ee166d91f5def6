/** Roles that `init --roles` makes, by what they may do that a statement needs; the first that fits is the least. */
const CHANGES = /\b(INSERT|UPDATE|DELETE|TRUNCATE|CREATE|ALTER|DROP|GRANT)\b/i;

/** A right that a statement needs. */
export interface NeededRight {
  /** Action that was refused, behind "may not". */
  readonly action: string;
  /** Role of ours that has the right; undefined if only the owner of the tables has it. */
  readonly role?: string;
}

/** Object that a right is for, as the server names it: `table`, `user_api_call_log`. */
export interface GuardedObject {
  readonly kind: string;
  readonly name: string;
}

/** The right that a refused statement needs. */
export function neededRight(sql: string, { kind, name }: GuardedObject): NeededRight {
  const object = `the ${kind === 'relation' ? 'table' : kind} ${name}`;
  const text = sql.replace(/'[^']*'/g, '');
  const verb = (
    CHANGES.exec(text)?.[1] ?? (/\bFOR (?:NO KEY )?UPDATE\b/i.test(text) ? 'UPDATE' : 'SELECT')
  ).toUpperCase();
  const isOfApi = /^(?:user_api_call_log|product_attributes)/.test(name);
  switch (verb) {
    case 'SELECT':
      return { action: `read ${object}`, role: /\bapi_key\b/.test(text) ? 'presents_api' : 'presents_reader' };
    case 'INSERT':
      return { action: `add to ${object}`, role: isOfApi ? 'presents_api' : 'presents_operator' };
    case 'UPDATE':
      return { action: `change ${object}`, role: 'presents_operator' };
    case 'DELETE':
      return { action: `delete from ${object}`, role: 'presents_operator' };
    default:
      return { action: `change the schema of ${object}` };
  }
}
