import type { LiveContext } from './live-context.tsx';
import type { InParts } from './unfinished.ts';

/** State of a screen's query: the last good answer, whether a newer one is on its way, and the reason it failed. */
export interface Live<Data> {
  readonly data: Data | undefined;
  /** To which key the data belongs; differs from the asked key while the first answer to that one is on its way. */
  readonly dataKey: string | undefined;
  readonly updatedAt: Date | null;
  /** Error of the last read; null if it succeeded. */
  readonly error: Error | null;
  /** True while the first answer to a question is on its way; that it is asked again is told nobody, who would be drawn for it. */
  readonly isReading: boolean;
  /** True when the query could not be answered, so the data still answers the previous one. */
  readonly isUnanswered: boolean;
  /** True when the answer is a part, and somebody stopped the rest. */
  readonly isStopped: boolean;
}

/** Options of a live question. */
export interface LiveOptions<Data> {
  /** For what the header goes on telling while the rest stands still. */
  readonly evenIfPaused?: boolean;
  /** Tells whether an answer is a part: then the question is asked again immediately, until it is whole or somebody stops it. */
  readonly isPart?: (data: Data) => boolean;
}

/** A question that is asked again whenever the data moved, one reading at a time. */
export interface LiveQuery<Data> {
  snapshot(): Live<Data>;
  subscribe(listener: () => void): () => void;
  /** Sets the question. It is asked immediately where the key is new or the data moved since the last answer. */
  ask(key: string, read: () => Promise<Data>): void;
  /** Wakes with the heartbeat until the returned function is called. */
  connect(): () => void;
}

/** A live question on a heartbeat. */
export function createLiveQuery<Data>(
  { heartbeat, clock, unfinished }: LiveContext,
  options: LiveOptions<Data> = {},
): LiveQuery<Data> {
  const { isPart = () => false } = options;
  const listeners = new Set<() => void>();
  const reader = {};
  let current: Live<Data> = {
    data: undefined,
    dataKey: undefined,
    updatedAt: null,
    error: null,
    isReading: false,
    isUnanswered: false,
    isStopped: false,
  };
  let question: { readonly key: string; readonly read: () => Promise<Data> } | undefined;
  let answeredBeat: number | undefined;
  let isConnected = false;
  let isUnderWay = false;
  let isAskedAgain = false;
  let endOpening = () => {};
  // The key whose answer somebody stopped.
  let stoppedKey: string | undefined;

  const publish = (next: Live<Data>): void => {
    current = next;
    for (const listener of listeners) listener();
  };

  // A key that was typed ahead may close the screen before anybody saw it: then nothing is asked.
  const isStillOpen = async (): Promise<boolean> => {
    await heartbeat.turned();
    isAskedAgain = false;
    if (isConnected) return true;
    isUnderWay = false;
    if (current.isReading) current = { ...current, isReading: false };
    return false;
  };

  const announce = (): void => {
    if (!current.isReading && current.dataKey !== question?.key) publish({ ...current, isReading: true });
  };

  const read = async (isOpening = false): Promise<void> => {
    if (!question || !isConnected) return;
    // What was stopped stands as it is until it goes on, or another question is asked.
    if (stoppedKey === question.key) return;
    announce();
    if (isUnderWay) {
      isAskedAgain = true;
      return;
    }
    isUnderWay = true;
    if (isOpening && !(await isStillOpen())) return;
    const { key, read: ask } = question;
    const beat = heartbeat.beatCount();
    try {
      const data = await heartbeat.together(ask());
      isUnderWay = false;
      answeredBeat = beat;
      endOpening();
      const hasMore = isPart(data) && isConnected;
      const isStopped = hasMore && stoppedKey === key;
      publish({
        data,
        dataKey: key,
        updatedAt: clock.now(),
        error: null,
        isReading: false,
        isUnanswered: false,
        isStopped,
      });
      heartbeat.report(reader, null);
      if (!hasMore) unfinished.leave(parts);
      else if (!isStopped) {
        unfinished.enter(parts);
        isAskedAgain = true;
      }
    } catch (error) {
      isUnderWay = false;
      const failure = error instanceof Error ? error : new Error(String(error));
      endOpening();
      const isUnanswered = current.dataKey !== undefined && current.dataKey !== key;
      publish({ ...current, error: failure, isReading: false, isUnanswered });
      // What nobody looks at is not tried again, so its failure would never go away.
      if (isConnected) heartbeat.report(reader, failure.message);
    }
    if (!isAskedAgain) return;
    isAskedAgain = false;
    await read();
  };

  const parts: InParts = {
    stop() {
      stoppedKey = question?.key;
      publish({ ...current, isStopped: true });
    },
    goOn() {
      stoppedKey = undefined;
      void read();
    },
  };

  return {
    snapshot: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(key, readData) {
      const isNew = question?.key !== key;
      if (isNew) unfinished.leave(parts);
      if (isNew) stoppedKey = undefined;
      question = { key, read: readData };
      if (isNew) void read();
    },
    connect() {
      isConnected = true;
      const disconnect = heartbeat.onBeat(() => void read(), options);
      // Also while rows are to stay where they are: what failed has none to keep fresh, and only success ends its failure.
      const retry = (): void => {
        if (current.error && !isUnderWay) void read();
      };
      const stopRetrying = heartbeat.onBeat(retry, { evenIfPaused: true });
      if (question && current.dataKey !== question.key) endOpening = heartbeat.opening();
      if (question && (current.dataKey !== question.key || answeredBeat !== heartbeat.beatCount())) void read(true);
      return () => {
        isConnected = false;
        unfinished.leave(parts);
        endOpening();
        disconnect();
        stopRetrying();
        heartbeat.report(reader, null);
      };
    },
  };
}
