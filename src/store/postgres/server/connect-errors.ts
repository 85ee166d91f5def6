import type { ServerAddress, ServerLocation } from '../../../model/location.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import { sqlState } from '../schema/sql-state.ts';

/** A server that could not be used, and why. */
export interface FailedServer {
  readonly address: ServerAddress;
  readonly error: unknown;
}

/** The fault of who finds no server of a location, with the reason of each. */
export function outOfReach({ label }: ServerLocation, failed: readonly FailedServer[]): PresentsError {
  const [first] = failed;
  const reasons = failed.length === 1 ? reasonOf(first?.error, first?.address) : reasonsOf(failed);
  return new PresentsError(`${label} is out of reach: ${reasons}.`, {
    code: 'unavailable',
    nextStep: 'Check that the server runs and that this machine reaches it, then try again.',
    cause: first?.error,
  });
}

/** The fault of who finds servers of a location, but not the one that is needed. */
export function noneFits(
  { label }: ServerLocation,
  wanted: 'primary' | 'standby',
  failed: readonly FailedServer[],
): PresentsError {
  const reasons = failed.length === 0 ? '' : `: ${reasonsOf(failed)}`;
  return new PresentsError(`No ${wanted} of ${label} is in reach${reasons}.`, {
    code: 'unavailable',
    nextStep: `Start it, or name its host, too; a list of hosts leads to the ${wanted}.`,
    cause: Object.assign(new Error(`There is no ${wanted}.`), { code: '25006' }),
  });
}

function reasonsOf(failed: readonly FailedServer[]): string {
  return failed.map(({ address, error }) => `${address.host}:${address.port}: ${reasonOf(error, address)}`).join('; ');
}

function reasonOf(error: unknown, address?: ServerAddress): string {
  const code = sqlState(error) ?? '';
  const message = error instanceof Error ? error.message.replace(/[.\s]+$/, '') : String(error);
  const socket = address?.host.startsWith('/') ? `${address.host}/.s.PGSQL.${address.port}` : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return socket ? `nothing listens at ${socket}` : 'nothing listens there';
    case 'ENOENT':
      return socket ? `there is no ${socket}` : message;
    case 'EACCES':
    case 'EPERM':
      return socket ? `there is no permission to use ${socket}` : message;
    case 'ENOTFOUND':
      return 'no host has this name';
    case 'EAI_AGAIN':
      return 'the name of the host cannot be looked up now';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return 'there is no way to it';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'it ended the connection';
    case 'ETIMEDOUT':
      return 'it does not answer';
    case '53300':
      return 'it has as many connections as it takes';
    case '57P01':
    case '57P02':
      return 'it is being shut down';
    default:
      return /^timeout expired|connection timeout/.test(message) ? 'it does not answer' : message || code;
  }
}

const AUTHORITY = 'Name the certificate of the authority that signed it with sslrootcert=FILE.';

/** The fault of a connection that cannot be encrypted as was asked for; undefined if an error is not about that. */
export function explainTlsError(error: unknown, address: ServerAddress): PresentsError | undefined {
  if (!(error instanceof Error)) return undefined;
  const told = tellTls(sqlState(error) ?? '', error.message, address.host);
  return told && new PresentsError(told[0], { code: 'refused', nextStep: told[1], cause: error });
}

function tellTls(code: string, message: string, host: string): readonly [string, string] | undefined {
  if (message === NO_TLS) {
    return [
      `${host} does not encrypt connections.`,
      'Turn ssl on in its postgresql.conf, or use sslmode=disable on a network where nobody else can listen.',
    ];
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return [
      `The certificate of ${host} is for another host.`,
      'Name the server as its certificate does; hostaddr=ADDRESS says where it is.',
    ];
  }
  if (code === 'CERT_HAS_EXPIRED') return [`The certificate of ${host} has expired.`, 'Renew it on the server.'];
  if (code === 'CERT_REVOKED') return [`The certificate of ${host} is revoked.`, 'Renew it on the server.'];
  if (/SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_UNTRUSTED|INVALID_CA/.test(code)) {
    return [`The certificate of ${host} is not signed by an authority that is trusted here.`, AUTHORITY];
  }
  if (/^(?:CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO)/.test(code) || /error establishing an SSL/.test(message)) {
    return [
      `The connection to ${host} cannot be encrypted: ${message.replace(/[.\s]+$/, '')}.`,
      'Look at sslmode, sslrootcert, sslcert and sslkey, and at the settings of the server.',
    ];
  }
  return undefined;
}

/** Message of the driver where a server takes no encrypted connections. */
export const NO_TLS = 'The server does not support SSL connections';
