import { useMemo } from 'react';
import type { PaletteUse } from '../../../files/palette-uses.ts';
import { printable } from '../../../text/printable.ts';
import { wantedOf } from '../../../text/ranking.ts';
import type { KnownUsers } from '../../context/palette-answers.ts';
import { type Services, useServices } from '../../context/services.tsx';
import { useKnownUsers } from '../../context/use-palette-answers.ts';
import type { PaletteEntry, PalettePlace } from './palette-entry.ts';

const most = 100;
const shownCells = 64;

/** The users whose names match best, and those that were opened lately. */
export function useUserEntries({ query }: PalettePlace): readonly PaletteEntry[] {
  const { dispatch, paletteUses } = useServices();
  const users = useKnownUsers().answer;
  const uses = paletteUses.list();
  const used = useMemo(() => (users ? usedPlaces(users, uses) : []), [users, uses]);
  return useMemo(() => {
    if (users === undefined) return [];
    const places = new Set([...users.index.search(wantedOf(query), most), ...used]);
    return [...places].map((place) => userEntry(users, place, dispatch));
  }, [users, used, query, dispatch]);
}

function userEntry({ index, ids }: KnownUsers, place: number, dispatch: Services['dispatch']): PaletteEntry {
  const username = index.nameAt(place);
  const id = ids[place] ?? null;
  return {
    kind: 'user',
    id: idOf(username, id),
    label: printable(username, shownCells),
    run: () => dispatch({ type: 'open', screen: 'user', args: { username, id } }),
  };
}

function idOf(username: string, id: unknown): string {
  return `user ${JSON.stringify([String(id), username])}`;
}

function usedPlaces(users: KnownUsers, uses: readonly PaletteUse[]): readonly number[] {
  return uses.flatMap((use) => {
    if (!use.id.startsWith('user ')) return [];
    const [, username]: readonly unknown[] = Object(JSON.parse(use.id.slice('user '.length)));
    const places = typeof username === 'string' ? users.index.placesOf(username) : [];
    return places.filter((place) => idOf(String(username), users.ids[place] ?? null) === use.id);
  });
}
