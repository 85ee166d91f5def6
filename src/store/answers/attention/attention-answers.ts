import { setImmediate as nextTurn } from 'node:timers/promises';
import { arrangeLines, staysAside } from '../../../insight/attention/arrange-lines.ts';
import {
  type Aside,
  ATTENTION_SUBJECTS,
  type Attention,
  type AttentionLine,
  type AttentionRequest,
} from '../../../model/attention.ts';
import { type AttentionThresholds, defaultThresholds } from '../../../model/settings.ts';
import type { AttentionStore } from '../../store.ts';
import { type AttentionSources, type Found, lookAround } from './attention-run.ts';
import { KeyUses } from './key-uses.ts';
import { lookAtGroups } from './look-at-groups.ts';

const MAX_AGE_MS = 60_000;
// Where nothing was written since, only time can have changed something: a rise that is over, a key that is a day older.
const MAX_AGE_UNMOVED_MS = 600_000;
// While the history is being read, each look knows more.
const MAX_AGE_UNREAD_MS = 2_000;
// Groups cost little, and a person who resolves one looks whether it is gone.
const GROUPS_AGE_MS = 5_000;

interface Kept {
  readonly name: string;
  readonly found: Found;
  readonly takenMs: number;
  /** Version of the data before the look. */
  readonly version: string;
  /** Moment of the last look at its groups, and the version of people's decisions then. */
  readonly groupsMs: number;
  readonly decisions: string;
}

interface Running {
  readonly name: string;
  readonly startedMs: number;
  readonly version: string;
  readonly parts: AsyncGenerator<Found, Found>;
  latest: Found | undefined;
}

/**
 * Answers what wants attention. A look goes through everything in short pieces, between which other questions get their turn; its
 * answer is kept for a minute, and stands until the next look is complete.
 */
export class AttentionAnswers implements AttentionStore {
  readonly #sources: AttentionSources;
  #uses: KeyUses;
  #kept: Kept | undefined;
  #running: Running | undefined;

  constructor(sources: AttentionSources) {
    this.#sources = sources;
    this.#uses = new KeyUses(sources.feed);
  }

  /** Works on an answer as long as the patience lasts. */
  readonly list = async ({
    thresholds = defaultThresholds.attention,
    patienceMs = Number.POSITIVE_INFINITY,
    maxAgeMs = MAX_AGE_MS,
  }: AttentionRequest = {}): Promise<Attention> => {
    const untilMs = performance.now() + patienceMs;
    const name = JSON.stringify([thresholds, this.#sources.sums.correctionCount]);
    const kept = this.#keptOf(name);
    if (kept !== undefined && (await this.#isFresh(kept, maxAgeMs))) {
      this.#kept = await this.#withGroups(kept);
      return this.#answer(this.#kept.found, true);
    }
    const running = await this.#runFor(name, thresholds);
    try {
      for (;;) {
        const { done, value } = await running.parts.next();
        if (done) return this.#complete(running, value);
        running.latest = value;
        // The answer before stands until all is looked at again, so that no line is gone for a moment.
        if (performance.now() >= untilMs) return this.#answer(this.#keptOf(name)?.found ?? value, false);
        await nextTurn();
      }
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
  };

  /** Leaves a line out until it gets worse, or for a day; null takes that back. Returns what stood before. */
  readonly setAside = async (line: string, aside: Aside | null): Promise<Aside | null> =>
    this.#sources.triage.setAside(line, aside);

  async #isFresh({ takenMs, found, version }: Kept, maxAgeMs: number): Promise<boolean> {
    const { historyShare } = found.groups;
    const isUnread = historyShare < 1;
    // Meanwhile all of the history may have been read, and nothing else would say so.
    if (isUnread && (await this.#sources.sums.groupHistory(found.at)).share !== historyShare) return false;
    const ageMs = performance.now() - takenMs;
    if (ageMs < (isUnread ? Math.min(maxAgeMs, MAX_AGE_UNREAD_MS) : maxAgeMs)) return true;
    const isUnmoved = maxAgeMs > 0 && !isUnread && ageMs < MAX_AGE_UNMOVED_MS;
    return isUnmoved && (await this.#sources.feed.version()) === version;
  }

  #keptOf(name: string): Kept | undefined {
    return this.#kept?.name === name ? this.#kept : undefined;
  }

  async #runFor(name: string, thresholds: AttentionThresholds): Promise<Running> {
    const version = await this.#sources.feed.version();
    const known = this.#running;
    if (known !== undefined && known.name === name) return known;
    // After a correction calls may be gone that were seen.
    if (this.#keptOf(name) === undefined) this.#uses = new KeyUses(this.#sources.feed);
    const parts = lookAround(this.#sources, this.#uses, thresholds);
    this.#running = { name, parts, version, startedMs: performance.now(), latest: undefined };
    return this.#running;
  }

  #complete(running: Running, value: Found | undefined): Attention {
    // Another question for the same answer may have had the end of it.
    const found = value ?? this.#keptOf(running.name)?.found ?? running.latest;
    if (found === undefined) throw new Error('A look at everything ended without an answer.');
    if (this.#running === running) this.#running = undefined;
    const { startedMs: takenMs, name, version } = running;
    if (value !== undefined) {
      this.#kept = { name, found, takenMs, version, groupsMs: takenMs, decisions: this.#sources.triage.version() };
    }
    return this.#answer(found, true);
  }

  /** The same with its groups looked at again where that was some seconds ago, or people decided something. */
  async #withGroups(kept: Kept): Promise<Kept> {
    const decisions = this.#sources.triage.version();
    const nowMs = performance.now();
    const isRecent = nowMs - kept.groupsMs < GROUPS_AGE_MS;
    const isKept = isRecent || (await this.#sources.feed.version()) === kept.version;
    if (decisions === kept.decisions && isKept) return kept;
    const groups = await lookAtGroups(this.#sources, kept.found.at);
    return { ...kept, found: { ...kept.found, groups }, groupsMs: nowMs, decisions };
  }

  #answer({ groups, lines: others, looks, at, lookedAt, newestCallAt }: Found, isComplete: boolean): Attention {
    const asides = this.#sources.triage.asides();
    const now = this.#sources.now();
    const lines = arrangeLines([...groups.lines, ...others]);
    const isAside = (line: AttentionLine) => staysAside(line, asides.get(line.id), now);
    return {
      lines: lines.filter((line) => !isAside(line)),
      aside: lines.filter(isAside),
      looks: ATTENTION_SUBJECTS.map(
        (subject) => looks.find((look) => look.subject === subject) ?? { subject, state: 'not yet', count: 0 },
      ),
      at,
      lookedAt,
      newestCallAt,
      historyShare: groups.historyShare,
      isComplete,
    };
  }
}
