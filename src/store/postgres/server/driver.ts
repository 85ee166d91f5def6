import type pg from 'pg';
import type { CopyStreamQuery, CopyToStreamQuery } from 'pg-copy-streams';
import { PresentsError } from '../../../model/presents-error.ts';

declare module 'pg' {
  // Its types leave out what a statement is cancelled with.
  interface Connection {
    connect(portOrSocket: number | string, host?: string): void;
    requestSsl(): void;
    cancel(processID: number | null, secretKey: number | null): void;
  }
  interface Client {
    readonly processID: number | null;
    readonly secretKey: number | null;
  }
}

/** The package pg, loaded by the first connection. Throws a PresentsError (exit code 2) if it is not installed. */
export async function loadDriver(): Promise<typeof pg> {
  return (await load('pg', () => import('pg'))).default;
}

/** The streams of COPY, as the package pg-copy-streams makes them. */
export interface CopyStreams {
  readonly from: (sql: string) => CopyStreamQuery;
  readonly to: (sql: string) => CopyToStreamQuery;
}

/** The package pg-copy-streams, loaded by the first COPY. Throws a PresentsError (exit code 2) if it is not installed. */
export async function loadCopyStreams(): Promise<CopyStreams> {
  const { from, to } = await load('pg-copy-streams', () => import('pg-copy-streams'));
  return { from: (sql) => from(sql), to: (sql) => to(sql) };
}

async function load<Module>(name: string, importIt: () => Promise<Module>): Promise<Module> {
  try {
    return await importIt();
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing || !cause.message.includes(`'${name}'`)) throw cause;
    throw new PresentsError(`PostgreSQL needs the package ${name}.`, {
      code: 'invalid',
      nextStep: 'Install it beside presents: npm install pg pg-copy-streams',
      exitCode: 2,
      cause,
    });
  }
}
