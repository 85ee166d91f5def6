import { useMemo, useState } from 'react';
import { useLive } from '../../../live/use-live.ts';
import type { StoredCall } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { errorText } from '../../../text/error-text.ts';
import { useServices } from '../../context/services.tsx';
import { type Difference, DifferenceRun } from './difference-run.ts';
import type { Stepped } from './use-steps.ts';
import { type Trees, useStoredCall } from './use-stored-call.ts';

/** The difference of a call to the nearest successful one. */
export interface DifferenceTo {
  /** The successful call; undefined until it is found. */
  readonly other: StoredCall | undefined;
  readonly isOfSameUser: boolean;
  readonly run: DifferenceRun | undefined;
  /** A word where there is nothing to show: it is still being looked for, there is none, or it could not be read. */
  readonly word: string;
  readonly work: readonly Stepped[];
  readonly selected: Difference | undefined;
  readonly cursor: number;
  readonly top: number;
  moveTo(cursor: number): void;
}

/** Compares a call with the successful one next to it, while `isWanted`. */
export function useDifference(
  id: Id,
  trees: Trees | undefined,
  { isWanted, height }: { readonly isWanted: boolean; readonly height: number },
): DifferenceTo {
  const { store } = useServices();
  const key = isWanted ? `nearest success to ${typeof id} ${id}` : 'no nearest success';
  const nearest = useLive(key, async () => (isWanted ? ((await store.apiLogs.nearestSuccess(id)) ?? null) : null));
  const found = isWanted && nearest.dataKey === key ? nearest.data : undefined;
  const { call: other, trees: otherTrees, live } = useStoredCall(found?.id ?? null);
  const run = useMemo(() => trees && otherTrees && new DifferenceRun(trees, otherTrees), [trees, otherTrees]);
  const [place, setPlace] = useState({ cursor: 0, top: 0 });
  const count = run?.found.length ?? 0;
  const cursor = Math.max(0, Math.min(place.cursor, count - 1));
  const top = Math.max(0, Math.min(Math.max(Math.min(place.top, cursor), cursor - height + 1), count - height));
  const error = nearest.error ?? live.error;
  const isFound = found !== undefined && found !== null;
  return {
    other: isFound ? other : undefined,
    isOfSameUser: found?.isOfSameUser ?? false,
    run: isFound ? run : undefined,
    word: error ? errorText(error) : wordOf(found, isFound ? run : undefined),
    work: [...Object.values(otherTrees ?? {}), ...(run ? [run] : [])],
    selected: run?.found[cursor],
    cursor,
    top,
    moveTo: (to) => setPlace({ cursor: Math.max(0, Math.min(to, count - 1)), top }),
  };
}

function wordOf(found: { readonly id: Id } | null | undefined, run: DifferenceRun | undefined): string {
  if (found === null) return 'There is no successful call of this route near this one.';
  if (run === undefined) return 'Looking for a successful call near this one …';
  if (run.found.length > 0) return '';
  return run.isComplete ? 'The payloads are the same.' : 'Comparing …';
}
