import type { ServerAddress, ServerLocation } from '../../../model/location.ts';
import { formatDurationMs, formatElapsed } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { faultFinding, type NamelessFinding } from '../../answers/findings.ts';
import { withServer } from '../schema/own-server.ts';

const TIMEOUT_MS = 3_000;
const OLDEST_VERSION = 140_000;
const LONG_LAG_SECONDS = 30;

/** A server about itself; the lag of a standby that follows and has everything is none, however long nobody wrote. */
export const DESCRIBE_SERVER = `
  SELECT pg_is_in_recovery() AS "isStandby", current_setting('server_version') AS version,
    current_setting('server_version_num')::integer AS "versionNumber", current_setting('server_encoding') AS encoding,
    EXISTS (SELECT FROM pg_stat_wal_receiver) AS "isFollowing",
    CASE WHEN pg_is_in_recovery() AND (pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()
        OR NOT EXISTS (SELECT FROM pg_stat_wal_receiver)) THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 END AS "lagSeconds",
    (SELECT count(*) FROM pg_stat_replication)::integer AS standbys,
    current_setting('synchronous_standby_names') <> '' AS "isSynchronous"`;

interface ServerRow {
  readonly isStandby: boolean;
  readonly version: string;
  readonly versionNumber: number;
  readonly encoding: string;
  /** True for a standby that a primary streams to. */
  readonly isFollowing: boolean;
  readonly lagSeconds: number | null;
  readonly standbys: number;
  readonly isSynchronous: boolean;
}

/** Says of each server whether it answers, which part it plays, and how far it is behind; all are `bad` if none answers. */
export async function checkServers(location: ServerLocation): Promise<readonly NamelessFinding[]> {
  const looked = await Promise.all(location.servers.map((address) => lookAt(location, address)));
  const roles = looked.flatMap(({ row }) => row ?? []);
  if (roles.length === 0) return looked.flatMap(({ findings }) => findings);
  const findings = looked.flatMap(({ row, findings }) =>
    // Where others answer, one that does not is no fault yet.
    row ? findings : findings.map((finding) => ({ ...finding, state: 'warn' as const })),
  );
  return roles.some(({ isStandby }) => !isStandby) ? findings : [...findings, NO_PRIMARY];
}

const NO_PRIMARY: NamelessFinding = {
  state: 'warn',
  text: 'None of the servers that answer is a primary: you can look, but not act.',
  nextStep: 'Name the primary, too, or promote a standby.',
};

async function lookAt(
  location: ServerLocation,
  address: ServerAddress,
): Promise<{ readonly findings: readonly NamelessFinding[]; readonly row?: ServerRow }> {
  const name = printable(`${address.host}:${address.port}`);
  const startedMs = performance.now();
  try {
    const alone: ServerLocation = { ...location, label: name, servers: [address], choice: 'any' };
    const [row] = await withServer(alone, TIMEOUT_MS, (server) =>
      server.read((ask) => ask.rows<ServerRow>(DESCRIBE_SERVER)),
    );
    const took = formatDurationMs(performance.now() - startedMs);
    return row ? { findings: findingsOf(name, row, took), row } : { findings: [] };
  } catch (error) {
    return { findings: [faultFinding(error)] };
  }
}

function findingsOf(name: string, row: ServerRow, took: string): readonly NamelessFinding[] {
  const { isStandby, isFollowing, version, versionNumber, encoding, lagSeconds } = row;
  const isAlone = isStandby && !isFollowing;
  const isLate = isAlone || (lagSeconds !== null && lagSeconds > LONG_LAG_SECONDS);
  const part = isStandby
    ? `a standby${isAlone ? ' that no primary streams to' : ''}${lagWords(row)}`
    : `the primary, ${standbyWords(row)}`;
  return [
    {
      state: isLate ? 'warn' : 'good',
      text: `${name} is ${part}; PostgreSQL ${version.split(' ')[0]}, connected in ${took}.`,
      ...(isLate && { nextStep: 'Look at its log, and at the primary that it follows.' }),
    },
    ...(versionNumber >= OLDEST_VERSION
      ? []
      : [{ state: 'bad', text: `${name} is older than PostgreSQL 14.`, nextStep: 'Use a newer server.' } as const]),
    ...(encoding === 'UTF8' ? [] : [encodingFinding(name, encoding)]),
  ];
}

function lagWords({ isFollowing, lagSeconds }: ServerRow): string {
  if (lagSeconds !== null && lagSeconds >= 1) return `, ${formatElapsed(lagSeconds * 1000)} behind`;
  return isFollowing ? ', up to date' : '';
}

function standbyWords({ standbys, isSynchronous }: ServerRow): string {
  if (standbys === 0) return 'with no standby that follows it';
  const followed = standbys === 1 ? 'followed by a standby' : `followed by ${standbys} standbys`;
  return isSynchronous ? followed : `${followed} (a failover may lose the last calls)`;
}

function encodingFinding(name: string, encoding: string): NamelessFinding {
  return {
    state: 'warn',
    text: `The database on ${name} has the encoding ${encoding}: calls with other characters are refused.`,
    nextStep: 'Copy it to a database with the encoding UTF8.',
  };
}
