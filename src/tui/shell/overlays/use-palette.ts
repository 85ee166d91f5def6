import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useKeptAnswer } from '../../../live/kept.ts';
import { SURE_SCORE, type Wanted, wantedOf } from '../../../text/ranking.ts';
import type { Navigation } from '../../context/navigation.ts';
import { useServices } from '../../context/services.tsx';
import type { PaletteEntry } from '../palette-sources/palette-entry.ts';
import { type RankedEntry, rankEntries, readQuery } from '../palette-sources/rank-entries.ts';
import { usePaletteEntries } from '../palette-sources/use-palette-entries.ts';

/** The palette: what is typed, the entries that match, the selected one, and what can be done with it. */
export interface PaletteState {
  readonly typed: string;
  readonly wanted: Wanted;
  readonly ranked: readonly RankedEntry[];
  readonly cursor: number;
  /** True until the users were read for the first time. */
  readonly areUsersComing: boolean;
  type(text: string): void;
  move(by: number): void;
  /** Runs an entry, the selected one unless given. */
  run(entry?: PaletteEntry): void;
}

/** The state of the palette over the shown screen. */
export function usePalette(navigation: Navigation, onClose: () => void): PaletteState {
  const { clock, paletteUses, paletteAnswers } = useServices();
  const users = useKeptAnswer(paletteAnswers.users);
  const [typed, setTyped] = useState('');
  const [selectedId, select] = useState<string | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const query = useMemo(() => readQuery(typed), [typed]);
  const entries = usePaletteEntries({ navigation, query: query.text });
  const uses = paletteUses.list();
  const ranked = useMemo(() => rankEntries(entries, query, { uses, now: clock.now() }), [entries, query, uses, clock]);
  const wanted = useMemo(() => wantedOf(query.text), [query]);
  // Chosen with the arrows it stays selected, wherever entries that come later put it.
  const cursor = Math.max(
    0,
    ranked.findIndex(({ entry }) => entry.id === selectedId),
  );
  const areUsersComing = users.answer === undefined && users.error === null;
  const runNow = (entry: PaletteEntry | undefined): void => {
    setWaiting(false);
    if (entry === undefined || entry.reason !== undefined) return;
    paletteUses.add(entry.id, clock.now());
    onClose();
    entry.run();
  };
  // Who types a name and Return in one go means the user, who may come a moment later than what merely has these letters.
  const isSure = selectedId !== null || query.text === '' || (ranked[cursor]?.score ?? 0) >= SURE_SCORE;
  const runWaiting = useEffectEvent(() => runNow(ranked[cursor]?.entry));
  useEffect(() => {
    if (isWaiting && !areUsersComing) runWaiting();
  }, [isWaiting, areUsersComing]);
  const reset = (id: string | null): void => {
    setWaiting(false);
    select(id);
  };
  return {
    typed,
    wanted,
    ranked,
    cursor,
    areUsersComing,
    type(text) {
      setTyped(text);
      reset(null);
    },
    move: (by) => reset(ranked[Math.max(0, Math.min(ranked.length - 1, cursor + by))]?.entry.id ?? null),
    run(entry) {
      if (entry === undefined && areUsersComing && !isSure) setWaiting(true);
      else runNow(entry ?? ranked[cursor]?.entry);
    },
  };
}
