import type { BoundQuery } from '../../filter/bound-query.ts';
import type { Span } from '../answers/spans.ts';
import type { Blocks } from './blocks.ts';
import type { LogSource } from './log-source.ts';
import { nameOfQuery } from './query-name.ts';
import { DAY_SECONDS } from './seconds.ts';
import type { Tail } from './tail.ts';

const MOST_QUERIES = 2;

/** The failed calls that fit a query. */
export interface FailedCalls {
  /** Differs for every two queries that differ. */
  readonly name: string;
  readonly isEmpty: boolean;
  has(id: number): boolean;
}

/** Days of one query that were looked at, by the span and the state that they were looked at in. */
interface Kept {
  readonly days: Map<string, readonly number[]>;
  /** All ids of some days together. */
  all: { readonly days: string; readonly ids: ReadonlySet<number> };
}

/** Finds failed calls by their messages, which the log has: day by day, each kept as long as the index of it stays the same. */
export class FailedIds {
  readonly #blocks: Blocks;
  // The query that was asked for last stands last.
  readonly #kept = new Map<string, Kept>();

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /**
   * Looks at the newest day of a span that was not looked at; returns the second down to which all was, which is the beginning of
   * the span when nothing is left. Undefined where the log cannot be asked.
   */
  async step(log: LogSource, query: BoundQuery, { span, tail }: FailedSpan): Promise<number | undefined> {
    const { days } = this.#keep(query);
    for (const day of this.#daysOf(span)) {
      const name = this.#blocks.stampOf(day);
      if (days.has(name)) continue;
      const ids = await log.failedIds(query, { span: day, until: tail.sealed });
      if (ids === undefined) return undefined;
      days.set(name, ids);
      return Math.max(day.from, span.from);
    }
    return span.from;
  }

  /** The failed calls of days that were looked at, and of those that came since. */
  async of(log: LogSource, query: BoundQuery, { span, tail }: FailedSpan): Promise<FailedCalls | undefined> {
    const kept = this.#keep(query);
    const names = this.#daysOf(span).map((day) => this.#blocks.stampOf(day));
    const added = tail.isEmpty ? [] : await log.failedIds(query, { after: tail.sealed, until: tail.last });
    if (added === undefined || names.some((name) => !kept.days.has(name))) return undefined;
    const days = names.join();
    if (kept.all.days !== days) {
      for (const name of kept.days.keys()) if (!names.includes(name)) kept.days.delete(name);
      kept.all = { days, ids: new Set([...kept.days.values()].flat()) };
    }
    const { ids } = kept.all;
    const since = new Set(added);
    return {
      name: nameOfQuery(query),
      isEmpty: ids.size + since.size === 0,
      has: (id) => ids.has(id) || since.has(id),
    };
  }

  #keep(query: BoundQuery): Kept {
    const name = nameOfQuery(query);
    const kept = this.#kept.get(name) ?? { days: new Map(), all: { days: '', ids: new Set() } };
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_QUERIES && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  /** The days of a span that have calls in blocks, the newest first. */
  #daysOf(span: Span): readonly Span[] {
    const days = new Set(this.#blocks.in(span).map(({ start }) => Math.floor(start / DAY_SECONDS) * DAY_SECONDS));
    return [...days].sort((one, other) => other - one).map((from) => ({ from, until: from + DAY_SECONDS }));
  }
}

/** A span, and the calls that came after those in blocks. */
export interface FailedSpan {
  readonly span: Span;
  readonly tail: Pick<Tail, 'sealed' | 'last' | 'isEmpty'>;
}
