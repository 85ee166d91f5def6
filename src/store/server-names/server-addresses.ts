import { existsSync } from 'node:fs';
import type { ServerAddress } from '../../model/location.ts';
import { type Naming, refusal } from './naming.ts';
import type { Setting, Settings } from './parameters.ts';

const DEFAULT_PORT = 5432;
/** The form of one is enough; the network says whether it is one. */
const IP_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f.]*:[\da-f:.]+(?:%\w+)?)$/i;
const SOCKET_FOLDERS = ['/var/run/postgresql', '/tmp'];

/** The servers of lists of hosts, addresses and ports. Throws a PresentsError if the lists do not fit each other. */
export function addressesOf(settings: Settings, naming: Naming): readonly ServerAddress[] {
  const hosts = listOf(settings.get('host'));
  const ipAddresses = listOf(settings.get('hostaddr'));
  const ports = listOf(settings.get('port'));
  const count = Math.max(hosts.length, ipAddresses.length, 1);
  requireLength(hosts, count, { list: 'hosts', naming });
  requireLength(ipAddresses, count, { list: 'addresses in hostaddr', naming });
  if (ports.length !== 1) requireLength(ports, count, { list: 'ports', naming });
  return Array.from({ length: count }, (_, index): ServerAddress => {
    const port = portOf(ports.length === 1 ? ports[0] : ports[index], settings.get('port'), naming);
    const ipAddress = ipAddresses[index];
    if (ipAddress && !IP_ADDRESS.test(ipAddress)) {
      throw refusal(`${settings.get('hostaddr')?.source} is not an IP address.`, 'Use host for a name.', naming);
    }
    const host = hosts[index] || ipAddress || localHost(port);
    return { host, port, ...(ipAddress && { ipAddress }) };
  });
}

function listOf(setting: Setting | undefined): readonly string[] {
  return setting === undefined ? [] : setting.value.split(',').map((part) => part.trim());
}

function requireLength(
  values: readonly string[],
  count: number,
  { list, naming }: { readonly list: string; readonly naming: Naming },
): void {
  if (values.length === 0 || values.length === count) return;
  throw refusal(
    `${naming.source} names ${count} server${count === 1 ? '' : 's'} and ${values.length} ${list}.`,
    'Give one for each server, or a single port for all.',
    naming,
  );
}

function portOf(text: string | undefined, setting: Setting | undefined, naming: Naming): number {
  if (!text) return DEFAULT_PORT;
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw refusal(`${setting?.source} is not a whole number from 1 to 65535.`, 'Give the port of the server.', naming);
}

/** The folder of the socket that a local server listens at, as libpq looks for it, or else this machine by name. */
function localHost(port: number): string {
  return SOCKET_FOLDERS.find((folder) => existsSync(`${folder}/.s.PGSQL.${port}`)) ?? 'localhost';
}
