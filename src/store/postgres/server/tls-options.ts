import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity, getCACertificates, rootCertificates } from 'node:tls';
import type { ServerAddress, TlsMode, TlsSettings } from '../../../model/location.ts';
import { PresentsError } from '../../../model/presents-error.ts';

/** The options of an encrypted connection to a server. Throws a PresentsError if a certificate or key cannot be read. */
export function tlsOptions(mode: TlsMode, settings: TlsSettings, { host }: ServerAddress): ConnectionOptions {
  const { certificate, key, keyPassword, revocationList, oldestVersion, newestVersion } = settings;
  const isVerified = mode === 'verify-ca' || mode === 'verify-full';
  return {
    host,
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: isVerified,
    ...(isVerified && { ca: authoritiesOf(settings) }),
    checkServerIdentity: mode === 'verify-full' ? (_, peer) => checkServerIdentity(host, peer) : () => undefined,
    ...(certificate !== undefined && { cert: read(certificate, 'sslcert') }),
    ...(key !== undefined && { key: read(key, 'sslkey') }),
    ...(keyPassword !== undefined && { passphrase: keyPassword }),
    ...(revocationList !== undefined && { crl: read(revocationList, 'sslcrl') }),
    ...(oldestVersion !== undefined && { minVersion: oldestVersion }),
    ...(newestVersion !== undefined && { maxVersion: newestVersion }),
  };
}

// Older versions of Node know only the authorities that they bring.
function authoritiesOf({ rootCertificates: path }: TlsSettings): string[] {
  if (path !== undefined) return [read(path, 'sslrootcert')];
  return [...rootCertificates, ...(typeof getCACertificates === 'function' ? getCACertificates('system') : [])];
}

function read(path: string, parameter: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PresentsError(`The file ${path} of ${parameter} cannot be read.`, {
      code: 'invalid',
      nextStep: `Make it readable, or name another one with ${parameter}.`,
      cause,
    });
  }
}
