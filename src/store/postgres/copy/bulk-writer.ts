import type { ServerLocation } from '../../../model/location.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import { fromTimestamp } from '../../answers/timestamps.ts';
import type { BulkProduct, BulkUser, BulkWriter } from '../../bulk-writer.ts';
import type { CallValues } from '../../checks/call-values.ts';
import { productValues } from '../../checks/product-values.ts';
import type { Value } from '../../copy/rows.ts';
import { COPY_TABLES, type CopyTable, tableNamed } from '../../copy/tables.ts';
import type { InitSettings } from '../../init.ts';
import { readCatalog } from '../schema/catalog.ts';
import { initDatabase } from '../schema/init.ts';
import { schemaObjects } from '../schema/objects.ts';
import { withServer } from '../schema/own-server.ts';
import { Server } from '../server/server.ts';
import { quoted } from './copy-sql.ts';
import { copyText } from './copy-text.ts';
import { makePartitions } from './make-partitions.ts';
import { COPY_TIMEOUT_MS } from './server-source.ts';

/** Tells a database that was made to be filled from all others. */
const MARK = 'Made by presents, to be filled and removed.';
const SET_MARK = `COMMENT ON TABLE "user" IS '${MARK}'`;
const HAS_MARK = `SELECT obj_description(to_regclass('"user"'), 'pg_class') = $1 AS found`;
const FORGET_INIT = 'DELETE FROM admin_audit_log';

/**
 * Makes our tables in a database on a server, to be filled. Throws a PresentsError if there is any of them already, or no such database.
 */
export async function openBulkWriter(location: ServerLocation, settings: InitSettings): Promise<BulkWriter> {
  const server = new Server(location, { timeoutMs: COPY_TIMEOUT_MS });
  try {
    await refuseTables(server);
    await initDatabase(location, settings);
    await server.write((ask) => Promise.all([ask.run(SET_MARK), ask.run(FORGET_INIT)]));
    return new ServerWriter(server);
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Removes the tables that `openBulkWriter` made, and nothing else. */
export async function removeFilled(location: ServerLocation): Promise<void> {
  await withServer(location, COPY_TIMEOUT_MS, (server) =>
    server.write(async (ask) => {
      const [mark] = await ask.rows<{ readonly found: boolean | null }>(HAS_MARK, [MARK]);
      if (mark?.found !== true) return;
      const named = (wanted: 'table' | 'function') =>
        schemaObjects().flatMap(({ kind, name }) => (kind === wanted ? [`"${name}"`] : []));
      await ask.run(`DROP TABLE IF EXISTS ${named('table').join(', ')}`);
      for (const name of named('function')) await ask.run(`DROP FUNCTION IF EXISTS ${name}()`);
    }),
  );
}

class ServerWriter implements BulkWriter {
  readonly #server: Server;
  readonly #days = new Set<string>();

  constructor(server: Server) {
    this.#server = server;
  }

  insertUsers(users: Iterable<BulkUser>): Promise<void> {
    return this.#copy('user', users, (user) => ({
      username: user.username,
      api_key: user.apiKeyHash,
      created_at: user.createdAt,
      updated_at: user.createdAt,
      is_active: user.isActive ? 1 : 0,
    }));
  }

  async insertCalls(calls: Iterable<CallValues>): Promise<void> {
    const rows = [...calls];
    await this.#makeRoom(rows);
    await this.#copy('user_api_call_log', rows, (call) => ({
      user_id: call.userId,
      date_time: call.dateTime,
      api_route: call.apiRoute,
      request_payload: call.requestPayload,
      response_payload: call.responsePayload,
      response_status_code: call.statusCode,
      response_time_ms: call.responseTimeMs,
      error_message: call.errorMessage,
    }));
  }

  insertProducts(products: Iterable<BulkProduct>): Promise<void> {
    return this.#copy('product_attributes', products, ({ classifiedAt, ...entry }) => {
      const [values] = productValues([entry], classifiedAt);
      return Object.fromEntries(
        Object.entries(values ?? {}).map(([name, value]) => [
          name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          value,
        ]),
      );
    });
  }

  async close(): Promise<void> {
    await this.#server.write((ask) => ask.run(`ANALYZE ${COPY_TABLES.map(quoted).join(', ')}`));
    await this.#server.close();
  }

  /** Makes the partitions that calls fall into. */
  async #makeRoom(calls: readonly CallValues[]): Promise<void> {
    const days = new Set(calls.map(({ dateTime }) => dateTime.slice(0, 'YYYY-MM-DD'.length)));
    const isNew = (day: string) => !this.#days.has(day);
    const added = [...days].filter(isNew);
    if (added.length === 0) return;
    await makePartitions(
      this.#server,
      added.map(fromTimestamp).filter((day) => day !== null),
    );
    for (const day of added) this.#days.add(day);
  }

  async #copy<Row>(name: CopyTable['name'], rows: Iterable<Row>, valuesOf: (row: Row) => Values): Promise<void> {
    const columns = tableNamed(name).columns.filter((column) => column.name !== 'id');
    const values = function* () {
      for (const row of rows) {
        const byName = valuesOf(row);
        yield columns.map((column) => byName[column.name] ?? null);
      }
    };
    const kinds = columns.map(({ kind }) => kind);
    const names = columns.map((column) => column.name).join(', ');
    await this.#server.write((ask) => ask.copyIn(`COPY "${name}" (${names}) FROM STDIN`, copyText(kinds, values())), {
      isDurable: false,
    });
  }
}

type Values = Readonly<Record<string, Value>>;

async function refuseTables(server: Server): Promise<void> {
  const { tables, functions } = await server.read(readCatalog);
  const [first] = [...tables.keys(), ...functions];
  if (first === undefined) return;
  throw new PresentsError(`${server.location.label} is not empty: it has ${first} already. Nothing was changed.`, {
    code: 'exists',
    nextStep: 'Name a database that has none of the tables of this API.',
    exitCode: 2,
  });
}
