import { EVER, type Span } from '../../../answers/spans.ts';
import type { Changes } from '../../../statistics/log-source.ts';
import type { Asker } from '../../server/server.ts';
import { IN_UTC, TABLES, TABLES_WORD } from './feed-sql.ts';
import type { LogTable } from './log-standing.ts';

// Sessions tell of what they changed a second after it, or when they end; one that never rests tells a minute later at the latest.
const SETTLES_IN_MS = 12_000;

/** A table of the log and the counts of the server's statistics. */
export interface CountedTable extends LogTable {
  /** Number of times that a row of it was changed or deleted, since the statistics began. */
  readonly changes: number;
  /** About how many rows it has. */
  readonly calls: number;
}

/** The tables of the log, and the word by which it is seen whether they are still these. */
export interface CountedTables {
  readonly tables: readonly CountedTable[];
  readonly word: string | null;
}

interface TableRow {
  readonly table: string;
  readonly file: string;
  readonly isBounded: boolean;
  readonly from: number | null;
  readonly to: number | null;
  readonly changes: number;
  readonly calls: number;
  readonly word: string;
}

/** Reads the word of the tables of the log. */
export async function readTablesWord(ask: Asker): Promise<string | null> {
  return (await ask.tuples<readonly [string | null]>(TABLES_WORD))[0]?.[0] ?? null;
}

/** Reads the tables of the log. */
export async function readTables(ask: Asker): Promise<CountedTables> {
  const [, rows] = await Promise.all([ask.run(IN_UTC), ask.rows<TableRow>(TABLES)]);
  const tables = rows.map(({ table, file, isBounded, from, to, changes, calls }) => ({
    table,
    file,
    // The default one takes what is left, and so does a plain table.
    span: isBounded ? { from: from ?? EVER.from, until: to ?? EVER.until } : EVER,
    changes,
    calls,
  }));
  return { tables, word: rows[0]?.word ?? null };
}

/**
 * The times of the tables whose rows were changed or deleted since a stamp. Only a primary counts that, and only while it runs: all
 * may have changed on a standby, and where another server, or the same one after a restart, counts.
 */
export function changesOf(
  { tables }: CountedTables,
  { server, isStandby }: { readonly server: string; readonly isStandby: boolean },
  stamp: string | undefined,
): Changes {
  if (isStandby) return { stamp: stamp ?? '', span: EVER };
  const counts = Object.fromEntries(tables.map(({ table, changes }) => [table, changes]));
  const now = JSON.stringify({ server, counts });
  const before = stamp === undefined || stamp === '' ? undefined : (JSON.parse(stamp) as Counted);
  if (before?.server !== server) return { stamp: now, span: EVER, settlesInMs: SETTLES_IN_MS };
  // A new table is empty at first: nothing in it can have changed before it is looked at as one of those that came.
  const changed = tables.filter(({ table, changes }) => changes !== (before.counts[table] ?? 0));
  return { stamp: now, span: hullOf(changed.map(({ span }) => span)), settlesInMs: SETTLES_IN_MS };
}

interface Counted {
  readonly server: string;
  readonly counts: Readonly<Record<string, number>>;
}

function hullOf(spans: readonly Span[]): Span | undefined {
  if (spans.length === 0) return undefined;
  return { from: Math.min(...spans.map(({ from }) => from)), until: Math.max(...spans.map(({ until }) => until)) };
}
