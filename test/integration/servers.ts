import { type RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { HttpLogger } from '../../src/integration/logging/http-logger.ts';
import { httpLogger } from '../../src/integration/logging/http-logger.ts';
import type { HttpLoggerOptions } from '../../src/integration/logging/http-logger-options.ts';
import type { ApiCall } from '../../src/model/call.ts';
import { fileAt } from '../../src/store/location.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { aUser, buildDatabase, querySql } from '../helpers/store.ts';

/** A new database with the users `shop` and `gone`, the second one inactive, and the store of a server over it. */
export interface TestDatabase {
  readonly path: string;
  readonly store: Store;
  /** Returns the logged calls, oldest first. */
  calls(): Promise<readonly ApiCall[]>;
}

/** A logger over a new database. */
export interface TestApi extends TestDatabase {
  readonly logger: HttpLogger;
  /** Errors that the logger reported. */
  readonly errors: readonly unknown[];
  /** Returns the logged calls, oldest first, once everything is written. */
  calls(): Promise<readonly ApiCall[]>;
}

/** The key of the active user. */
export const KEY = { 'api-key': 'key of shop' };

/** Makes a database and opens its store, which is closed with the test. */
export async function makeDatabase(): Promise<TestDatabase> {
  const path = buildDatabase({ users: [aUser('shop'), aUser('gone', { isActive: false })] });
  const store = await openStore(fileAt(path), { keepWriter: true });
  onTestFinished(() => store.close());
  const calls = async () => {
    const ids = querySql(path, 'SELECT id FROM user_api_call_log ORDER BY id').map(({ id }) => Number(id));
    const found = await Promise.all(ids.map((id) => store.apiLogs.find(id)));
    return found.filter((call) => call !== undefined);
  };
  return { path, store, calls };
}

/** Makes a logger over a new database; both are closed with the test. */
export async function makeApi(options: HttpLoggerOptions = {}): Promise<TestApi> {
  const { path, store, calls } = await makeDatabase();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const logger = httpLogger(store, { signals: [], onError, ...options });
  onTestFinished(() => logger.close());
  return { path, store, logger, errors, calls: () => logger.flush().then(calls) };
}

/** Serves on a free port of this machine until the test has finished, and gives the address. */
export async function serve(listener: RequestListener | Server): Promise<string> {
  const server = listener instanceof Server ? listener : new Server(listener);
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Asks with the key of `shop` and gives status and body. */
export async function ask(url: string, init: RequestInit = {}): Promise<{ status: number; body: string }> {
  const response = await fetch(url, { ...init, headers: { ...KEY, ...init.headers } });
  return { status: response.status, body: await response.text() };
}

/** A POST of a JSON body. */
export function post(body: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
