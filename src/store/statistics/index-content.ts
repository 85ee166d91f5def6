import type Database from 'better-sqlite3';
import { GroupIds } from '../../insight/fingerprint/group-ids.ts';
import { LAST_SECOND, type Span, wholeIn } from '../answers/spans.ts';
import type { BlockFiles } from './block-files.ts';
import { BlockScan } from './block-scan.ts';
import type { BlockEntry } from './block-tables.ts';
import { Blocks } from './blocks.ts';
import { CallParser } from './call-parser.ts';
import type { RunSink } from './call-run.ts';
import { FailedIds } from './failed-ids.ts';
import { GroupTimesKeeper } from './group-times.ts';
import { IndexTables } from './index-tables.ts';
import { KeptSums } from './kept-sums.ts';
import { LatencyScale } from './latency-scale.ts';
import { Names } from './names.ts';
import { parseReach, type Reach } from './reach.ts';
import { DAY_SECONDS, HOUR_SECONDS } from './seconds.ts';
import type { StoredSummary, Summary, SummaryParts } from './summary.ts';

/** Before this second nothing is covered: a multiple of a day past the end of time. */
export const NOTHING_COVERED = Math.ceil(LAST_SECOND / DAY_SECONDS) * DAY_SECONDS;

/** Content of the index: sums of whole hours and days, and the single calls of the hours that a window cuts. */
export class IndexContent {
  readonly tables: IndexTables;
  readonly blocks: Blocks;
  readonly kept: KeptSums;
  readonly failed: FailedIds;
  readonly groupTimes: GroupTimesKeeper;
  readonly scale = new LatencyScale();
  names = new Names();
  reach: Reach;
  readonly #groupIds = new GroupIds();

  constructor(database: Database.Database, files: BlockFiles | undefined, label: string) {
    this.tables = new IndexTables(database);
    this.blocks = new Blocks(this.tables.blocks, files);
    this.kept = new KeptSums(this.blocks);
    this.failed = new FailedIds(this.blocks);
    this.groupTimes = new GroupTimesKeeper(this);
    this.reach = { position: '', look: '', rowCount: 0, frontier: NOTHING_COVERED, corrections: 0, label };
    this.reload();
  }

  /** True when no reach was ever written. */
  get isNew(): boolean {
    return this.tables.readState() === undefined;
  }

  /** Reads anew what another process may have written. */
  reload(): void {
    this.blocks.forget();
    this.names = new Names();
    this.names.load(this.tables.database);
    const state = this.tables.readState();
    if (state !== undefined) this.reach = parseReach(state);
  }

  /** Removes everything but the names; belongs into a transaction that ends with `save`. */
  clearAll(): void {
    this.tables.clearAll();
    this.names.groups.forgetTimes();
  }

  /** Writes the names and how far the index reaches now; belongs into the transaction that makes it so. */
  save(reach: Partial<Reach>): void {
    this.names.save(this.tables.database);
    this.reach = { ...this.reach, ...reach };
    this.tables.writeState(JSON.stringify(this.reach));
  }

  /** A parser of calls by the names as they are. */
  newParser(): CallParser {
    return new CallParser(this.names, this.#groupIds);
  }

  /** Share of the log that is indexed, from 0 to 1. */
  get progress(): number {
    const { rowCount, frontier } = this.reach;
    return Math.min(1, this.tables.checked.rowsIn({ from: frontier, until: NOTHING_COVERED }) / Math.max(1, rowCount));
  }

  /** About how many calls a span holds, the calls of a block being spread evenly. */
  estimate({ from, until }: Span): number {
    if (from >= until) return 0;
    const shared = ({ start, until: end, calls }: BlockEntry) =>
      (calls * (Math.min(until, end) - Math.max(from, start))) / (end - start);
    return this.blocks.in({ from, until }).reduce((sum, block) => sum + shared(block), 0);
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
    const addRows = (part: Span) => this.scan(part, [summary]);
    const hours = wholeIn(span, HOUR_SECONDS);
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

  /** Hands all calls of a span to sinks. */
  scan(span: Span, sinks: readonly RunSink[]): void {
    if (span.from >= span.until) return;
    this.blocks.scan(this.blocks.in(span), new BlockScan({ span, verdicts: undefined }, sinks));
  }

  close(): void {
    this.blocks.close();
  }
}
