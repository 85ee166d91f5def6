import type pg from 'pg';
import type { ServerAddress, ServerLocation, TlsMode } from '../../../model/location.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import { NO_TLS } from './connect-errors.ts';
import { loadDriver } from './driver.ts';
import { encryptionOf, tlsModeOf } from './encryption.ts';
import { findPassword } from './password-file.ts';

const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
/** A machine that went away without a word is noticed this long, and ten seconds, after it last said something. */
const KEEP_ALIVE_MS = 10_000;
const INT8 = 20;
const NUMERIC = 1700;
const JSON_TYPE = 114;
const JSONB = 3802;

/** A client that is connected, and what the server says about itself. */
export interface OpenClient {
  readonly client: pg.Client;
  /** Settings that the server reports, kept current: `in_hot_standby`. */
  readonly reported: ReadonlyMap<string, string>;
}

/** Connects to a server. Throws the error of the driver, the server or the network. */
export async function openClient(location: ServerLocation, address: ServerAddress): Promise<OpenClient> {
  const mode = tlsModeOf(location, address);
  try {
    return await connect(location, address, mode);
  } catch (error) {
    const mayBePlain = mode === 'prefer' && error instanceof Error && error.message === NO_TLS;
    if (mayBePlain) return connect(location, address, 'disable');
    throw error;
  }
}

async function connect(location: ServerLocation, address: ServerAddress, mode: TlsMode): Promise<OpenClient> {
  const { Client, types } = await loadDriver();
  const client = new Client({
    ...(await configOf(location, address, mode)),
    types: { getTypeParser: parserOf(types) },
  });
  const reported = new Map<string, string>();
  const { connection } = client;
  connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, string>) => {
    reported.set(parameterName ?? '', parameterValue ?? '');
  });
  // What ends a connection is seen by whoever asks next; without a listener it would end the process.
  client.on('error', () => undefined);
  const boundTo = location.tls?.bindsChannel ? watchBinding(connection) : undefined;
  try {
    await client.connect();
    if (boundTo && !boundTo())
      throw new PresentsError(`${address.host} does not bind the password to the connection.`, UNBOUND);
    return { client, reported };
  } catch (error) {
    connection.stream.destroy();
    throw error;
  }
}

const UNBOUND = {
  code: 'refused',
  nextStep: 'Leave channel_binding out, or let the server use scram-sha-256 over TLS.',
} as const;

async function configOf(location: ServerLocation, address: ServerAddress, mode: TlsMode): Promise<pg.ClientConfig> {
  const { user, database, tls = {}, applicationName, sessionOptions, connectTimeoutMs } = location;
  const { host, port, ipAddress } = address;
  return {
    host: ipAddress ?? host,
    port,
    user,
    database,
    password: () => passwordFor(location, address),
    ssl: await encryptionOf(mode, location, address),
    sslnegotiation: tls.isDirect && mode !== 'disable' ? 'direct' : 'postgres',
    enableChannelBinding: tls.bindsChannel === true,
    application_name: applicationName ?? 'presents',
    ...(sessionOptions !== undefined && { options: sessionOptions }),
    connectionTimeoutMillis: connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    pipeline: true,
  };
}

// Looked up for each connection: a file may get a new password while this runs.
function passwordFor(location: ServerLocation, address: ServerAddress): string {
  const found = location.password === undefined ? findPassword(location, address) : location;
  if (found.password !== undefined) return found.password;
  const fault = 'fault' in found && found.fault ? `${found.fault} ` : '';
  throw new PresentsError(`${location.label} asks for a password, and there is none.`, {
    code: 'refused',
    nextStep: `${fault}Put it into ~/.pgpass, readable by you alone, or into PGPASSWORD.`,
  });
}

/** Watches whether the server offers to bind the proof of the password to the encrypted connection. */
function watchBinding(connection: pg.Connection): () => boolean {
  let isOffered = false;
  connection.once('authenticationSASL', ({ mechanisms }: { readonly mechanisms: readonly string[] }) => {
    isOffered = mechanisms.includes('SCRAM-SHA-256-PLUS');
  });
  return () => isOffered;
}

// Integers keep their digits, and payloads stay the text that they are.
function parserOf({ getTypeParser }: typeof pg.types): typeof pg.types.getTypeParser {
  return ((type: number, format?: 'text') => {
    if (type === INT8) return toInteger;
    if (type === NUMERIC) return Number;
    return type === JSON_TYPE || type === JSONB ? String : getTypeParser(type, format);
  }) as typeof pg.types.getTypeParser;
}

function toInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
