import type { NamelessFinding } from '../../answers/findings.ts';
import type { Asker } from '../server/server.ts';

/** Rights of this role on the tables that are there; null where one is missing. */
export const DESCRIBE_RIGHTS = `
  WITH t AS (SELECT to_regclass('"user"') AS users, to_regclass('user_api_call_log') AS log,
    to_regclass('product_attributes') AS products, to_regclass('admin_audit_log') AS audit)
  SELECT current_user::text AS role,
    (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = log) AS owns,
    has_column_privilege(users, 'username', 'SELECT') AS "seesUsers",
    has_table_privilege(log, 'SELECT') AS "seesCalls",
    has_table_privilege(products, 'SELECT') AS "seesProducts",
    has_table_privilege(audit, 'SELECT') AS "seesAudit",
    has_column_privilege(users, 'api_key', 'SELECT') AS "seesHashes",
    has_column_privilege(users, 'is_active', 'UPDATE') AND has_column_privilege(users, 'api_key', 'INSERT') AS "managesUsers",
    has_table_privilege(products, 'DELETE') AS "managesProducts",
    has_table_privilege(log, 'DELETE') AS "deletesCalls",
    has_column_privilege(audit, 'actor', 'INSERT') AS "writesAudit",
    has_any_column_privilege(log, 'INSERT') AS "logsCalls"
  FROM t`;

interface RightsRow {
  readonly role: string;
  readonly owns: boolean | null;
  readonly seesUsers: boolean | null;
  readonly seesCalls: boolean | null;
  readonly seesProducts: boolean | null;
  readonly seesAudit: boolean | null;
  readonly seesHashes: boolean | null;
  readonly managesUsers: boolean | null;
  readonly managesProducts: boolean | null;
  readonly deletesCalls: boolean | null;
  readonly writesAudit: boolean | null;
  readonly logsCalls: boolean | null;
}

// A table that is not there is another finding's.
const isRefused = (...rights: readonly (boolean | null)[]): boolean => rights.includes(false);

/** Says what this role may do, and by which grant it could do more. */
export async function checkRights(ask: Asker): Promise<readonly NamelessFinding[]> {
  const [row] = await ask.rows<RightsRow>(DESCRIBE_RIGHTS);
  // Without the tables there is nothing to have rights to.
  return row && row.owns !== null ? [rightsFinding(row)] : [];
}

function rightsFinding(row: RightsRow): NamelessFinding {
  const { role } = row;
  const name = quoted(role);
  if (row.owns === true) return { state: 'good', text: `${role} owns the log: it may do everything.` };
  if (isRefused(row.seesUsers, row.seesCalls, row.seesProducts, row.seesAudit)) {
    const what = row.logsCalls === true ? 'may log calls, but not look at all of them' : 'may not look at every table';
    return { state: 'bad', text: `${role} ${what}.`, nextStep: `As the owner: GRANT presents_reader TO ${name};` };
  }
  if (isRefused(row.managesUsers, row.managesProducts, row.deletesCalls, row.writesAudit)) {
    const isReader = row.managesUsers === false && row.deletesCalls === false;
    return {
      state: isReader ? 'good' : 'warn',
      text: isReader
        ? `${role} may look, and not act.`
        : `${role} may look, but not do everything that an operator does.`,
      nextStep: `To act, as the owner: GRANT presents_operator TO ${name};`,
    };
  }
  const hashes = row.seesHashes === true ? ' It also sees the hashes of the keys.' : '';
  return { state: 'good', text: `${role} may look and act as an operator.${hashes}` };
}

function quoted(role: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(role) ? role : `"${role.replaceAll('"', '""')}"`;
}
