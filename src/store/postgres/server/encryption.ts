import type { ConnectionOptions } from 'node:tls';
import type { ServerAddress, ServerLocation, TlsMode } from '../../../model/location.ts';

/** The way a connection to a server is protected, unless the location says it: a server of this machine is trusted. Sockets never leave it. */
export function tlsModeOf({ tls }: ServerLocation, address: ServerAddress): TlsMode {
  if (address.host.startsWith('/')) return 'disable';
  return tls?.mode ?? (isThisMachine(address) ? 'disable' : 'verify-full');
}

/** The encryption of a connection, or false if there is none. What it takes is loaded only for one. */
export async function encryptionOf(
  mode: TlsMode,
  { tls = {} }: ServerLocation,
  address: ServerAddress,
): Promise<ConnectionOptions | false> {
  return mode === 'disable' ? false : (await import('./tls-options.ts')).tlsOptions(mode, tls, address);
}

/** Tells whether a server is on this machine, so that nobody else can listen to a connection. */
function isThisMachine({ host, ipAddress }: ServerAddress): boolean {
  const place = ipAddress ?? host;
  return place === '::1' || /^(?:localhost|.*\.localhost|127(?:\.\d+){3})$/i.test(place);
}
