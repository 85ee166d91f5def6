import type { BoundQuery } from '../../../filter/bound-query.ts';
import type { Window } from '../../../model/window.ts';
import { nameOfCalls } from '../../answers/call-filters.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { withMinutes } from '../../answers/scan-name.ts';
import type { Asker, Server } from '../server/server.ts';
import { askAbout, type CallQuestion, type FoundIds } from './call-question.ts';
import { CallScan, type ScanRules } from './call-scan.ts';
import { conditionOf } from './query-sql.ts';

const MOST_SCANS = 5;
const DROPPED_AFTER_MS = 60_000;
// One that is full, and some that are not.
const FULL_SCANS = 1.5;
const RULES: ScanRules = { chunkMs: 100, mostFound: 500_000, clock: () => performance.now() };

interface Kept {
  readonly name: string;
  readonly scan: CallScan;
  askedAtMs: number;
}

/**
 * Scans of the log, one a filter that SQL cannot decide: all questions about the calls that fit it share what was found. A few scans
 * are kept, the last asked for, and go on where they were when they are asked for again.
 */
export class CallScans {
  readonly #server: Server;
  readonly #now: () => Date;
  readonly #rules: ScanRules;
  #kept: readonly Kept[] = [];

  constructor(server: Server, now: () => Date, rules: ScanRules = RULES) {
    this.#server = server;
    this.#now = now;
    this.#rules = rules;
  }

  /** Answers a question about the calls of a window that fit, for who is impatient about those that were found so far. */
  async ask<Answer>(
    window: Window,
    calls: SummedCalls,
    answer: (ask: Asker, about: CallQuestion) => Promise<Answer>,
  ): Promise<Answer> {
    const about = askAbout({ window, calls, found: await this.find(window, calls) });
    return this.#server.read((ask) => answer(ask, about));
  }

  /**
   * Looks for calls of a window that fit, as long as the patience lasts, and notes how far that got; without patience until there
   * are enough, which are all of them unless given. Returns undefined if SQL can decide the query, and the log is asked immediately.
   */
  async find(
    window: Window,
    { patience, ...calls }: SummedCalls,
    { enough = Number.POSITIVE_INFINITY }: { readonly enough?: number } = {},
  ): Promise<FoundIds | undefined> {
    if (calls.query === undefined || isDecidedBySql(calls.query)) return undefined;
    const scan = this.#scanFor(window, calls);
    const untilMs = patience === undefined ? Number.POSITIVE_INFINITY : this.#rules.clock() + patience.ms;
    const mostFound = patience === undefined ? enough : this.#rules.mostFound;
    while ((await scan.step(window, mostFound)) && this.#rules.clock() < untilMs);
    patience?.note(scan.stateOf(window, this.#now()));
    return scan.found;
  }

  /** Lets go of what nobody asked for in the last minute. */
  dropUnasked(): void {
    this.#keep(MOST_SCANS);
  }

  #scanFor(window: Window, calls: SummedCalls): CallScan {
    const name = nameOfCalls(withMinutes(calls));
    const askedAtMs = this.#rules.clock();
    const known = this.#kept.find((kept) => kept.name === name && kept.scan.suits(window));
    if (known !== undefined) {
      known.askedAtMs = askedAtMs;
      return known.scan;
    }
    this.#keep(MOST_SCANS - 1);
    const scan = new CallScan(this.#server, { window, calls }, this.#rules);
    this.#kept = [{ name, scan, askedAtMs }, ...this.#kept];
    return scan;
  }

  #keep(most: number): void {
    const nowMs = this.#rules.clock();
    let foundCount = 0;
    this.#kept = this.#kept
      .toSorted((one, other) => other.askedAtMs - one.askedAtMs)
      .filter(({ scan, askedAtMs }, place) => {
        foundCount += scan.foundCount;
        const isSmall = foundCount <= this.#rules.mostFound * FULL_SCANS;
        return place < most && nowMs - askedAtMs < DROPPED_AFTER_MS && isSmall;
      });
  }
}

function isDecidedBySql(query: BoundQuery): boolean {
  return conditionOf(query, () => '').isExact;
}
