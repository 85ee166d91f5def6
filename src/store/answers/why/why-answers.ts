import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallWhy, WhyRequest } from '../../../model/call-why.ts';
import { type WhySources, whyParts } from './why-run.ts';

const MOST_KEPT = 3;
const DROPPED_AFTER_MS = 60_000;

interface Kept {
  readonly name: string;
  readonly parts: AsyncGenerator<CallWhy, CallWhy>;
  answer: CallWhy | undefined;
  askedAtMs: number;
}

/**
 * Answers to Why. Each is worked out in short pieces, between which other questions get their turn. The last few are kept: the same
 * question goes on where it was, and a complete answer stands until nobody asks for a minute or the log is compared anew.
 */
export class WhyAnswers {
  readonly #sources: WhySources;
  #kept: readonly Kept[] = [];

  constructor(sources: WhySources) {
    this.#sources = sources;
  }

  /** Works on an answer as long as the patience lasts, or until the first lines are there. Throws a PresentsError for a filter that makes no sense. */
  async ask({ patienceMs = Number.POSITIVE_INFINITY, ...request }: WhyRequest): Promise<CallWhy> {
    const untilMs = performance.now() + patienceMs;
    const kept = this.#keptFor(request);
    const isFirst = kept.answer?.progress.reading !== 'payloads';
    try {
      for (;;) {
        const { done, value } = kept.answer?.progress.isComplete
          ? { done: true, value: kept.answer }
          : await kept.parts.next();
        // Another question for the same answer may have had the end of it.
        if (value !== undefined) kept.answer = value;
        if (done && kept.answer !== undefined) return kept.answer;
        const hasFirstLines = isFirst && kept.answer?.progress.reading === 'payloads';
        const isOver = performance.now() >= untilMs || (hasFirstLines && Number.isFinite(patienceMs));
        if (isOver && kept.answer !== undefined) return kept.answer;
        await nextTurn();
      }
    } catch (error) {
      this.#kept = this.#kept.filter((other) => other !== kept);
      throw error;
    }
  }

  /** Lets go of what nobody asked for in the last minute. */
  dropUnasked(): void {
    const nowMs = performance.now();
    this.#kept = this.#kept.filter(({ askedAtMs }) => nowMs - askedAtMs < DROPPED_AFTER_MS);
  }

  #keptFor(request: WhyRequest): Kept {
    this.dropUnasked();
    const name = JSON.stringify([request, this.#sources.sums.correctionCount]);
    const known = this.#kept.find((kept) => kept.name === name);
    const kept: Kept = known ?? { name, parts: whyParts(this.#sources, request), answer: undefined, askedAtMs: 0 };
    kept.askedAtMs = performance.now();
    this.#kept = [kept, ...this.#kept.filter((other) => other !== kept)].slice(0, MOST_KEPT);
    return kept;
  }
}
