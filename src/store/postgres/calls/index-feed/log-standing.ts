import { EVER, type Span } from '../../../answers/spans.ts';
import type { Standing } from '../../../statistics/log-source.ts';
import type { Anchor, Look, Reading } from './log-reader.ts';
import type { WalPlace } from './wal-place.ts';

/** A table that holds rows of the log, and the times whose rows it takes. */
export interface LogTable {
  readonly table: string;
  readonly file: string;
  readonly span: Span;
}

/** The log as it looked when it was marked. */
export interface KnownLook extends Pick<Look, 'timeline'> {
  /** Differs after the tables of the log were replaced, emptied, written anew, attached or detached. */
  readonly tables: string | null;
  /** Servers on which the rows were found, or compared, to be those of this timeline. */
  readonly servers: readonly string[];
  readonly parts: readonly LogTable[];
  readonly anchor: Anchor | undefined;
  /** Servers that have not come so far do not have all that was read. */
  readonly horizon?: WalPlace | undefined;
}

/** Words for a server that was asked too early. */
export const BEHIND = 'this server is behind the others';

/** Compares a log with a mark; undefined where only its tables tell, which differ from those that were marked. */
export function standingOf(
  known: KnownLook,
  { look, coverage }: Reading<unknown>,
  tables: string | null,
): Standing | undefined {
  // A server that was left behind by those that took its place may come back for a while.
  if (look.timeline < known.timeline) return { is: 'waiting', reason: BEHIND };
  if (look.timeline > known.timeline || coverage === 'lost') return { is: 'another' };
  if (coverage === 'behind') return { is: 'waiting', reason: BEHIND };
  if (look.hidesTimeline && !known.servers.includes(look.server)) return { is: 'doubtful', spans: [EVER] };
  if (tables !== known.tables) return undefined;
  return known.anchor === undefined || look.hasAnchor ? { is: 'same' } : { is: 'another' };
}

/** Compares a log with a mark by its tables, which differ from those that were marked. */
export function standingOfTables(known: KnownLook, look: Look, found: readonly LogTable[]): Standing {
  const spans = changedSpans(known.parts, found);
  const { anchor } = known;
  const isGone = anchor !== undefined && !look.hasAnchor;
  const isExplained = spans.some(({ from, until }) => isGone && anchor.second >= from && anchor.second < until);
  return isGone && !isExplained ? { is: 'another' } : { is: 'doubtful', spans };
}

/** The times of tables that came, went, or were written anew. */
export function changedSpans(known: readonly LogTable[], found: readonly LogTable[]): readonly Span[] {
  const isIn = (tables: readonly LogTable[], one: LogTable) =>
    tables.some(({ table, file }) => table === one.table && file === one.file);
  return [...known.filter((one) => !isIn(found, one)), ...found.filter((one) => !isIn(known, one))].map(
    ({ span }) => span,
  );
}

/** Reads what was stored of a look. */
export function parseLook(look: string): KnownLook {
  return JSON.parse(look, (key, value) => (BIG_KEYS.has(key) && typeof value === 'string' ? BigInt(value) : value));
}

/** Writes a look; ids may be bigints. */
export function lookText(look: KnownLook): string {
  return JSON.stringify(look, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

const BIG_KEYS = new Set(['id', 'userId']);
