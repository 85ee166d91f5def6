import type pg from 'pg';
import type { ServerAddress, ServerLocation } from '../../../model/location.ts';
import { loadDriver } from './driver.ts';
import { encryptionOf, tlsModeOf } from './encryption.ts';

/** Asks the server, by a connection of its own, to stop what a client waits for; nobody learns whether it does. */
export async function cancelStatement(
  location: ServerLocation,
  address: ServerAddress,
  client: pg.Client,
): Promise<void> {
  const { Connection } = await loadDriver();
  const ssl = await encryptionOf(tlsModeOf(location, address), location, address);
  const connection = new Connection({ ssl });
  const cancel = () => connection.cancel(client.processID, client.secretKey);
  connection.on('error', () => undefined);
  connection.once('connect', () => (ssl ? connection.requestSsl() : cancel()));
  connection.once('sslconnect', cancel);
  const host = address.ipAddress ?? address.host;
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${address.port}`);
  else connection.connect(address.port, host);
}
