import { PresentsError } from '../../../model/presents-error.ts';
import type { GrantedRole } from '../../init.ts';
import type { Asker, Server } from '../server/server.ts';
import { patientWrite } from './patient-write.ts';
import { sqlState } from './sql-state.ts';

/** Columns of a user that everybody may see who may look; the hash of the key is none of them. */
const SEEN_OF_USERS = 'id, username, created_at, updated_at, is_active';
/** Columns that an API server gives a call; the transaction that logs it is none of them. */
const LOGGED =
  'user_id, date_time, api_route, request_payload, response_payload, response_status_code, response_time_ms, error_message';

const LEASING = 'SELECT, INSERT, UPDATE, DELETE ON presents_lease';

const LOOKING = [
  `SELECT (${SEEN_OF_USERS}) ON "user"`,
  'SELECT ON user_api_call_log, product_attributes, admin_audit_log, presents_schema, presents_cluster',
];

/** A role and what it may do. */
export interface Role {
  readonly name: string;
  /** Rights of its members, as a sentence says them. */
  readonly rights: string;
  /** Rights, as GRANT takes them. */
  readonly grants: readonly string[];
}

/** The roles that `init --roles` makes; nobody logs in as one, people and programs are their members. */
export const ROLES: readonly Role[] = [
  {
    name: 'presents_reader',
    rights: 'looks at everything but the hashes of the keys, and changes nothing',
    grants: LOOKING,
  },
  {
    name: 'presents_operator',
    rights: 'looks, manages users and the cache, and deletes old calls; reads no hashes, changes no calls and no audit',
    grants: [
      ...LOOKING,
      'INSERT (username, api_key, created_at, updated_at, is_active), UPDATE (api_key, updated_at, is_active) ON "user"',
      'UPDATE (classification_status), DELETE ON product_attributes',
      'DELETE ON user_api_call_log',
      'INSERT (date_time, actor, action, target, detail), UPDATE (detail) ON admin_audit_log',
      LEASING,
    ],
  },
  {
    name: 'presents_api',
    rights: 'checks keys, logs calls and caches classifications, as an API server does; reads no calls',
    grants: [
      'SELECT ON "user"',
      `INSERT (${LOGGED}), SELECT (id) ON user_api_call_log`,
      'SELECT, INSERT, UPDATE, DELETE ON product_attributes',
      'SELECT ON presents_schema',
      LEASING,
    ],
  },
];

/** Right by which a role sees which server a standby follows; only administrators of a server may grant it. */
const MONITOR = 'GRANT pg_monitor TO presents_reader, presents_operator';

/** Finds the roles that are there. */
export const FIND_ROLES = `SELECT rolname::text AS name FROM pg_roles WHERE rolname = ANY($1::text[])`;

/** The database and the schema that the roles are to enter. */
export const HOME = `SELECT quote_ident(current_database()) AS database, quote_ident(current_schema()) AS schema`;

// All databases of a server share its roles, so an init of another one may make or grant the same at this moment.
const RACES: readonly string[] = ['42710', '23505', 'XX000'];

/** Makes the roles that are missing, and grants all of them their rights. Throws a PresentsError if this role may not. */
export async function grantRoles(server: Server): Promise<readonly GrantedRole[]> {
  try {
    return await patientWrite(server, grantAll, { passing: RACES });
  } catch (error) {
    if (sqlState(error) !== '42501') throw error;
    throw new PresentsError(
      'The database is complete, but this role may not make roles or grant these rights; none was granted.',
      {
        code: 'refused',
        nextStep: 'Do it as the owner of the tables, with the right CREATEROLE.',
        command: 'init --roles',
        cause: error,
      },
    );
  }
}

async function grantAll(ask: Asker): Promise<readonly GrantedRole[]> {
  const names = ROLES.map(({ name }) => name);
  const [found, [home]] = await Promise.all([
    ask.rows<{ readonly name: string }>(FIND_ROLES, [names]),
    ask.rows<{ readonly database: string; readonly schema: string }>(HOME),
  ]);
  const existing = new Set(found.map(({ name }) => name));
  for (const { name, grants } of ROLES) {
    if (!existing.has(name)) await ask.run(`CREATE ROLE ${name} NOLOGIN`);
    await ask.run(`GRANT CONNECT ON DATABASE ${home?.database} TO ${name}`);
    await ask.run(`GRANT USAGE ON SCHEMA ${home?.schema} TO ${name}`);
    for (const grant of grants) await ask.run(`GRANT ${grant} TO ${name}`);
  }
  const mayMonitor = await grantMonitor(ask);
  return ROLES.map(({ name, rights }) => ({
    name,
    rights,
    isNew: !existing.has(name),
    ...(!mayMonitor && name !== 'presents_api' && { missing: `GRANT pg_monitor TO ${name};` }),
  }));
}

// The one right that may be refused without harm.
async function grantMonitor(ask: Asker): Promise<boolean> {
  await ask.run('SAVEPOINT monitor');
  try {
    await ask.run(MONITOR);
    return true;
  } catch (error) {
    if (sqlState(error) !== '42501') throw error;
    await ask.run('ROLLBACK TO SAVEPOINT monitor');
    return false;
  }
}
