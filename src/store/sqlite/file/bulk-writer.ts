import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { BulkProduct, BulkUser, BulkWriter } from '../../bulk-writer.ts';
import type { CallValues } from '../../checks/call-values.ts';
import { productValues } from '../../checks/product-values.ts';
import { PUT_PRODUCT } from '../products/products.ts';
import { schemaObjects } from './schema.ts';

/** Does the same as `BulkWriter` at once. */
export interface FileWriter {
  insertUsers(users: Iterable<BulkUser>): void;
  insertCalls(calls: Iterable<CallValues>): void;
  insertProducts(products: Iterable<BulkProduct>): void;
  /** Builds the indexes that were put off, turns WAL on, and lets the file go. */
  close(): void;
}

/** Adds a user as it stands. */
export const BULK_USER = `
  INSERT INTO "user" (username, api_key, created_at, updated_at, is_active) VALUES (?, ?, ?, ?, ?)`;

/** Adds a call as it stands. */
export const BULK_CALL = `
  INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
    response_status_code, response_time_ms, error_message)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

/** Makes a new database, mode 0600, to be filled as those of every engine. The file must not exist yet. */
export function openBulkWriter(path: string): BulkWriter {
  const writer = openFileWriter(path);
  return {
    insertUsers: async (users) => writer.insertUsers(users),
    insertCalls: async (calls) => writer.insertCalls(calls),
    insertProducts: async (products) => writer.insertProducts(products),
    close: async () => writer.close(),
  };
}

/** Makes a new database, mode 0600, to be filled at once. The file must not exist yet. */
export function openFileWriter(path: string): FileWriter {
  closeSync(openSync(path, 'wx', 0o600));
  const database = new Database(path);
  // A crash leaves nothing of worth behind, so nothing is spent on surviving one.
  database.exec(
    'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -262144; PRAGMA threads = 2',
  );
  const objects = schemaObjects();
  for (const { kind, sql } of objects) if (kind === 'table') database.exec(sql);

  const insertAll = <Row>(
    sql: string,
    rows: Iterable<Row>,
    values: (row: Row) => readonly unknown[] | object,
  ): void => {
    const statement = database.prepare(sql);
    database.exec('BEGIN');
    for (const row of rows) statement.run(values(row));
    database.exec('COMMIT');
  };

  return {
    insertUsers: (users) => insertAll(BULK_USER, users, userValues),
    insertCalls: (calls) => insertAll(BULK_CALL, calls, callValues),
    insertProducts: (products) => insertAll(PUT_PRODUCT, products, storedProduct),
    close: () => {
      for (const { kind, sql } of objects) if (kind !== 'table') database.exec(sql);
      database.exec('PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL');
      database.close();
    },
  };
}

function userValues(user: BulkUser): readonly unknown[] {
  return [user.username, user.apiKeyHash, user.createdAt, user.createdAt, user.isActive ? 1 : 0];
}

function callValues(call: CallValues): readonly unknown[] {
  return [
    call.userId,
    call.dateTime,
    call.apiRoute,
    call.requestPayload,
    call.responsePayload,
    call.statusCode,
    call.responseTimeMs,
    call.errorMessage,
  ];
}

function storedProduct({ classifiedAt, ...entry }: BulkProduct): object {
  return productValues([entry], classifiedAt)[0] ?? {};
}
