import type { NamelessFinding } from '../../answers/findings.ts';
import type { Asker } from '../server/server.ts';

const HIGH_SHARE = 0.8;

/** Connections in use and allowed, and how the log of changes is kept. */
export const DESCRIBE_LOAD = `
  SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::integer AS used,
    current_setting('max_connections')::integer AS allowed, current_setting('fsync') = 'on' AS fsync,
    current_setting('wal_level') AS "walLevel"`;

/** Says how many connections are free, and whether a crash would lose what was written. */
export async function checkLoad(ask: Asker): Promise<readonly NamelessFinding[]> {
  const [row] = await ask.rows<{
    readonly used: number;
    readonly allowed: number;
    readonly fsync: boolean;
    readonly walLevel: string;
  }>(DESCRIBE_LOAD);
  if (row === undefined) return [];
  const isFull = row.used > HIGH_SHARE * row.allowed;
  return [
    {
      state: isFull ? 'warn' : 'good',
      text: `${row.used} of ${row.allowed} connections are in use; wal_level is ${row.walLevel}.`,
      ...(isFull && { nextStep: 'Put PgBouncer in front, or raise max_connections.' }),
    },
    ...(row.fsync
      ? []
      : [
          {
            state: 'warn',
            text: 'fsync is off: a crash of the machine loses the database.',
            nextStep: 'Set fsync = on.',
          } as const,
        ]),
  ];
}
