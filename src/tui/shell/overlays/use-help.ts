import { useMemo, useState } from 'react';
import { useServices } from '../../context/services.tsx';
import { keyNamer, type Scope } from '../../keys/keymap.ts';
import { useKeymap, useKeyUses } from '../../keys/use-keys.ts';
import { saidIn } from '../../theme/segments.ts';
import { useTheme } from '../../theme/use-theme.ts';
import { type HelpLine, type HelpPage, helpColumns, helpPages } from './help-columns.ts';
import { foundIn, type HelpEntry, type HelpSection, helpSections } from './help-content.ts';
import { movedTo, selectionIn } from './help-moves.ts';

/** The help: what is searched for, the page that is shown, and the selected entry. */
export interface HelpPages {
  readonly query: string;
  /** The columns of the shown page. */
  readonly columns: HelpPage;
  readonly columnWidth: number;
  readonly selected: HelpEntry | undefined;
  readonly page: number;
  readonly pageCount: number;
  /** Number of lines that the longest page has when nothing is searched for. */
  readonly height: number;
  search(query: string): void;
  /** Moves the selection by a key; others are ignored. */
  move(key: string): void;
  select(entry: HelpEntry): void;
}

/** The state of the help in a room of this size. */
export function useHelp(
  activeScopes: readonly Scope[],
  room: { readonly width: number; readonly height: number },
): HelpPages {
  const sections = useSections(activeScopes);
  const [query, setQuery] = useState('');
  const [selectedId, select] = useState<string | null>(null);
  const columns = helpColumns(room.width);
  const pages = helpPages(foundIn(sections, query), columns, room.height);
  const selection = selectionIn(pages, selectedId);
  return {
    query,
    columns: pages[selection.page] ?? [],
    columnWidth: columns.width,
    selected: selection.entry,
    page: selection.page,
    pageCount: pages.length,
    height: longest(helpPages(sections, columns, room.height)[0] ?? []),
    search(text) {
      setQuery(text);
      select(null);
    },
    move(key) {
      const next = movedTo(pages, selection, key);
      if (next !== undefined) select(next.id);
    },
    select: (entry) => select(entry.id),
  };
}

function useSections(activeScopes: readonly Scope[]): readonly HelpSection[] {
  const { settings } = useServices();
  const { bindings } = useKeymap();
  const { style, isSpoken } = useTheme();
  const names = isSpoken ? 'ascii' : style;
  const uses = useKeyUses();
  const { errorShare } = settings.thresholds;
  const scopes = activeScopes.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scopes are new in every frame, and mostly the same
  return useMemo(
    () =>
      helpSections({
        bindings,
        activeScopes,
        uses,
        scale: errorShare,
        keyName: keyNamer(names),
        said: (text) => saidIn({ style }, text),
      }),
    [bindings, scopes, uses, errorShare, names, style],
  );
}

function longest(columns: readonly (readonly HelpLine[])[]): number {
  return Math.max(1, ...columns.map((lines) => lines.length));
}
