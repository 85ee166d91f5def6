/** Roles that `init --roles` makes, by what they may do that a statement needs; the first that fits is the least. */
const CHANGES = /\b(INSERT|UPDATE|DELETE|TRUNCATE|CREATE|ALTER|DROP|GRANT)\b/i;

/** A right that a statement needs. */
export interface NeededRight {
  /** Action that was refused, behind "may not". */
  readonly action: string;
  /** Role of ours that has the right; undefined if only the owner of the tables has it. */
  readonly role?: string;
}

/** The right that a refused statement needs; `object` is the name that the server says. */
export function neededRight(sql: string, object: string): NeededRight {
  const text = sql.replace(/'[^']*'/g, '');
  const verb = (
    CHANGES.exec(text)?.[1] ?? (/\bFOR (?:NO KEY )?UPDATE\b/i.test(text) ? 'UPDATE' : 'SELECT')
  ).toUpperCase();
  const isOfApi = /^(?:user_api_call_log|product_attributes)/.test(object);
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
