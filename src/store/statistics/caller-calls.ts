import { type Span, wholeIn } from '../answers/spans.ts';
import { CallParser } from './call-parser.ts';
import { CallRows } from './call-rows.ts';
import type { BusyLevel } from './caller-tables.ts';
import type { IndexContent } from './index-content.ts';
import type { LogSource } from './log-source.ts';
import type { Part } from './part-tables.ts';
import { DAY_SECONDS, HOUR_SECONDS } from './seconds.ts';
import type { StoredSummary, SummaryRow } from './summary.ts';
import type { Tail } from './tail.ts';

const FEWEST_BYTES_OF_CALL = 3;

/** Sources of a view: the index, the calls that came after it, and the log that both are of. */
export interface IndexSources {
  readonly content: IndexContent;
  readonly tail: Tail;
  readonly log: LogSource;
}

/** The calls of one user: those of their own pieces, those of the log where they have none, and those that came since. */
export class CallerCalls {
  readonly #sources: IndexSources;
  readonly #userId: number;
  readonly #caller: number | undefined;

  constructor(sources: IndexSources, userId: number) {
    this.#sources = sources;
    this.#userId = userId;
    this.#caller = sources.content.names.knownCaller(userId);
  }

  /** More than the calls of a span are. */
  countAtMost(span: Span): number {
    const caller = this.#caller;
    if (caller === undefined) return 0;
    const { tables } = this.#sources.content;
    const bytes = tables.parts.partsIn(span).reduce((sum, { start }) => sum + tables.parts.pieceSize(start, caller), 0);
    return bytes / FEWEST_BYTES_OF_CALL;
  }

  /** The hours that lie in a span and have sums of their own for this user. */
  busyHours(span: Span, columns: readonly (keyof StoredSummary)[]): readonly SummaryRow[] {
    return this.#busy('busy', wholeIn(span, HOUR_SECONDS), columns);
  }

  /** The sums of these hours: together for whole days, where they are kept so, and one by one for the rest. */
  *busySums(span: Span): Generator<SummaryRow> {
    const hours = wholeIn(span, HOUR_SECONDS);
    if (hours === undefined) return;
    const columns = ['overall', 'kinds', 'routes'] as const;
    let { from } = hours;
    for (const day of this.#busy('busy_day', wholeIn(hours, DAY_SECONDS), columns)) {
      yield* this.#busy('busy', { from, until: day.start }, columns);
      yield day;
      from = day.start + DAY_SECONDS;
    }
    yield* this.#busy('busy', { from, until: hours.until }, columns);
  }

  #busy(level: BusyLevel, span: Span | undefined, columns: readonly (keyof StoredSummary)[]): readonly SummaryRow[] {
    if (span === undefined || span.from >= span.until || this.#caller === undefined) return [];
    return this.#sources.content.tables.callers.busy(level, this.#caller, span, columns);
  }

  /** Hands over the calls of a span, and some around it, but for some hours: list by list, each used again for the next. */
  async eachRows(span: Span, without: readonly SummaryRow[], visit: (rows: CallRows) => void): Promise<void> {
    if (this.#caller === undefined) return;
    for (const found of this.#stored(this.#caller, span, without)) {
      visit(found instanceof CallRows ? found : await this.#readLog(found));
    }
    visit(onlyOf(this.#sources.tail.rows, this.#caller));
  }

  /** The calls in pieces of their own, and the spans in whose parts there is no such piece, for which the log is asked. */
  *#stored(caller: number, span: Span, without: readonly SummaryRow[]): Generator<CallRows | Span> {
    if (span.from >= span.until) return;
    const known = new Set(without.map(({ start }) => start));
    const { content } = this.#sources;
    const within = ({ from, until }: Span) => ({ from: Math.max(from, span.from), until: Math.min(until, span.until) });
    let missing: Span | undefined;
    for (const part of content.tables.parts.partsIn(span)) {
      const isDone = isSummed(part, span, known);
      const rows = isDone ? undefined : content.rowsOfCaller(part, caller);
      if (!isDone && rows === undefined) {
        missing = { from: missing?.from ?? part.start, until: part.until };
        continue;
      }
      if (missing !== undefined) yield within(missing);
      missing = undefined;
      if (rows === undefined) continue;
      if (known.size > 0) removeHours(rows, known);
      yield rows;
    }
    if (missing !== undefined) yield within(missing);
  }

  async #readLog(span: Span): Promise<CallRows> {
    const { content, log } = this.#sources;
    const rows = new CallRows();
    const found = await log.rowsOf(span, content.reach.position, this.#userId);
    new CallParser(content.names).parse(found, { rows, odd: [] });
    return rows;
  }
}

// In one part either all hours with calls of a user have sums, or none has.
function isSummed({ start, until }: Part, span: Span, known: ReadonlySet<number>): boolean {
  const isCutAt = (second: number) => second > start && second < until && second % HOUR_SECONDS !== 0;
  if (isCutAt(span.from) || isCutAt(span.until)) return false;
  for (let hour = start; hour < until; hour += HOUR_SECONDS) if (known.has(hour)) return true;
  return false;
}

function removeHours(rows: CallRows, known: ReadonlySet<number>): void {
  let kept = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const second = rows.second[index] ?? 0;
    if (!known.has(second - (second % HOUR_SECONDS))) rows.moveRow(index, kept++);
  }
  rows.length = kept;
}

function onlyOf(rows: CallRows, caller: number): CallRows {
  const found = new CallRows();
  for (let index = 0; index < rows.length; index += 1) {
    if (rows.caller[index] === caller) found.pushRow(rows, index);
  }
  return found;
}
