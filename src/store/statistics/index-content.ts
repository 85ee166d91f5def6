import type Database from 'better-sqlite3';
import { LAST_SECOND, type Span, wholeIn } from '../answers/spans.ts';
import { CallRows } from './call-rows.ts';
import { IndexTables } from './index-tables.ts';
import { LatencyScale } from './latency-scale.ts';
import type { HourCalls } from './log-source.ts';
import { Names } from './names.ts';
import { unpackRows } from './part-rows.ts';
import type { Part } from './part-tables.ts';
import { parseReach, type Reach } from './reach.ts';
import { DAY_SECONDS, HOUR_SECONDS } from './seconds.ts';
import type { StoredSummary, Summary, SummaryParts } from './summary.ts';

/** Before this second nothing is covered: a multiple of a day past the end of time. */
export const NOTHING_COVERED = Math.ceil(LAST_SECOND / DAY_SECONDS) * DAY_SECONDS;

// The ends of a live window lie in the same parts for an hour and longer; each takes a megabyte or two.
const KEPT_PARTS = 4;
// More users than a page of them has.
const KEPT_HOURS = 500;

/** Content of the index: sums of whole hours and days, and the single calls of the hours that a window cuts. */
export class IndexContent {
  readonly tables: IndexTables;
  readonly scale = new LatencyScale();
  names = new Names();
  reach: Reach;
  readonly #rows = new CallRows();
  readonly #unpacked = new Map<number, CallRows>();
  readonly #hours = new Map<string, readonly HourCalls[]>();
  #sum: { readonly name: string; readonly summary: Summary } | undefined;
  #keptAt = 0;

  constructor(database: Database.Database, label: string) {
    this.tables = new IndexTables(database);
    this.reach = { position: '', look: '', rowCount: 0, frontier: NOTHING_COVERED, corrections: 0, label };
    this.reload();
  }

  /** True when no reach was ever written. */
  get isNew(): boolean {
    return this.tables.readState() === undefined;
  }

  /** Reads anew what another process may have written. */
  reload(): void {
    this.#forget();
    this.names = new Names();
    this.names.load(this.tables.database);
    const state = this.tables.readState();
    if (state !== undefined) this.reach = parseReach(state);
  }

  /** Writes the names and how far the index reaches now; belongs into the transaction that makes it so. */
  save(reach: Partial<Reach>): void {
    this.names.save(this.tables.database);
    this.reach = { ...this.reach, ...reach };
    this.tables.writeState(JSON.stringify(this.reach));
  }

  /** The second at which its last part ends. */
  get end(): number {
    return this.tables.parts.partBefore(NOTHING_COVERED)?.until ?? 0;
  }

  /** Share of the log that is indexed, from 0 to 1. */
  get progress(): number {
    const { rowCount, frontier } = this.reach;
    return Math.min(1, this.tables.parts.callsFrom(frontier) / Math.max(1, rowCount));
  }

  /** About how many calls a span holds, the calls of a part being spread evenly. */
  estimate({ from, until }: Span): number {
    if (from >= until) return 0;
    const shared = ({ start, until: end, calls }: Part) =>
      (calls * (Math.min(until, end) - Math.max(from, start))) / (end - start);
    return this.tables.parts.partsIn({ from, until }).reduce((sum, part) => sum + shared(part), 0);
  }

  /** Adds all calls of a span to a summary: whole days and hours from their sums, the rest one by one. */
  addTo(summary: Summary, span: Span, wanted: SummaryParts): void {
    const columns: (keyof StoredSummary)[] = ['overall'];
    if (wanted.routes) columns.push('kinds', 'routes');
    if (wanted.callers) columns.push('callers');
    const addAll = (level: 'hour' | 'day', part: Span) => {
      if (part.from >= part.until) return;
      for (const row of this.tables.summaries(level, part, columns)) summary.merge(row);
    };
    const addRows = (part: Span) => this.eachRows(part, (rows) => summary.addRows(rows, part.from, part.until));
    const hours = wanted.mostValues ? undefined : wholeIn(span, HOUR_SECONDS);
    if (hours === undefined) {
      addRows(span);
      return;
    }
    addRows({ from: span.from, until: hours.from });
    addRows({ from: hours.until, until: span.until });
    const days = wholeIn(hours, DAY_SECONDS) ?? { from: hours.until, until: hours.until };
    addAll('hour', { from: hours.from, until: days.from });
    addAll('day', days);
    addAll('hour', { from: days.until, until: hours.until });
  }

  /** Hands over the calls of the parts that a span touches, part by part. */
  eachRows(span: Span, visit: (rows: CallRows) => void): void {
    if (span.from >= span.until) return;
    for (const part of this.tables.parts.partsIn(span)) visit(this.rowsOf(part));
  }

  /** The calls of a part, to be read only and until some others were asked for: they are kept for the next who asks. */
  rowsOf(part: Part): CallRows {
    const { start } = part;
    this.#forgetWhatChanged();
    const rows = this.#unpacked.get(start) ?? this.#unpack(part);
    // The one that was asked for last stands last.
    this.#unpacked.delete(start);
    this.#unpacked.set(start, rows);
    return rows;
  }

  /** One user's calls of a part, until the next are asked for; undefined where they have no piece of their own. */
  rowsOfCaller(part: Part, caller: number): CallRows | undefined {
    const piece = this.tables.parts.piece(part.start, caller);
    if (piece === undefined) return undefined;
    this.#rows.length = 0;
    unpackRows(caller, piece, this.#rows);
    return this.#rows;
  }

  /** The calls in each hour that were kept under this name since the index last changed. */
  keptHours(name: string): readonly HourCalls[] | undefined {
    this.#forgetWhatChanged();
    return this.#hours.get(name);
  }

  keepHours(name: string, hours: readonly HourCalls[]): void {
    if (this.#hours.size >= KEPT_HOURS) this.#hours.clear();
    this.#hours.set(name, hours);
  }

  /** The sums that were last kept, where they have this name and the index has not changed since. */
  keptSum(name: string): Summary | undefined {
    this.#forgetWhatChanged();
    return this.#sum?.name === name ? this.#sum.summary : undefined;
  }

  keepSum(name: string, summary: Summary): void {
    this.#sum = { name, summary };
  }

  #forgetWhatChanged(): void {
    if (this.#keptAt !== this.tables.parts.changeCount) this.#forget();
    this.#keptAt = this.tables.parts.changeCount;
  }

  #forget(): void {
    this.#unpacked.clear();
    this.#hours.clear();
    this.#sum = undefined;
  }

  #unpack({ start, calls }: Part): CallRows {
    const rows = this.#oldestUnpacked() ?? new CallRows();
    rows.length = 0;
    rows.reserve(calls);
    for (const [caller, piece] of this.tables.parts.pieces(start)) unpackRows(caller, piece, rows);
    return rows;
  }

  #oldestUnpacked(): CallRows | undefined {
    const [oldest] = this.#unpacked;
    if (oldest === undefined || this.#unpacked.size < KEPT_PARTS) return undefined;
    this.#unpacked.delete(oldest[0]);
    return oldest[1];
  }
}
