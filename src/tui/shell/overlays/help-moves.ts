import type { HelpPage } from './help-columns.ts';
import type { HelpEntry } from './help-content.ts';

/** An entry of the help, and the first line that it stands on; undefined if there is none. */
export interface HelpSelection {
  readonly entry: HelpEntry | undefined;
  readonly page: number;
  readonly column: number;
  readonly row: number;
}

/** The selected entry, or the first one if that is not there. */
export function selectionIn(pages: readonly HelpPage[], selectedId: string | null): HelpSelection {
  const places = placesOf(pages);
  const first = places[0] ?? { entry: undefined, page: 0, column: 0, row: 0 };
  return places.find(({ entry }) => entry?.id === selectedId) ?? first;
}

/** The entry that a key moves to; undefined for keys that do not move. */
export function movedTo(pages: readonly HelpPage[], from: HelpSelection, key: string): HelpEntry | undefined {
  const places = placesOf(pages);
  const at = places.findIndex(({ entry }) => entry === from.entry);
  const nearest = (candidates: readonly HelpSelection[]) =>
    candidates.findLast(({ row }) => row <= from.row) ?? candidates[0];
  const beside = (by: number) => {
    const columns = pages.flat().length;
    const column = pages.slice(0, from.page).flat().length + from.column + by;
    if (column < 0 || column >= columns) return undefined;
    return nearest(places.filter((place) => pages.slice(0, place.page).flat().length + place.column === column));
  };
  const onPage = (page: number) => places.find((place) => place.page === page);
  switch (key) {
    case 'down':
    case 'j':
      return places[at + 1]?.entry;
    case 'up':
    case 'k':
      return places[at - 1]?.entry;
    case 'left':
    case 'h':
      return beside(-1)?.entry;
    case 'right':
    case 'l':
      return beside(1)?.entry;
    case 'pageDown':
    case 'ctrl+f':
    case 'ctrl+d':
    case ' ':
      return (onPage(from.page + 1) ?? places.at(-1))?.entry;
    case 'pageUp':
    case 'ctrl+b':
    case 'ctrl+u':
      return (onPage(from.page - 1) ?? places[0])?.entry;
    case 'home':
    case 'g':
      return places[0]?.entry;
    case 'end':
    case 'G':
      return places.at(-1)?.entry;
    default:
      return undefined;
  }
}

function placesOf(pages: readonly HelpPage[]): readonly HelpSelection[] {
  const seen = new Set<HelpEntry>();
  return pages.flatMap((columns, page) =>
    columns.flatMap((lines, column) =>
      lines.flatMap(({ entry }, row): readonly HelpSelection[] => {
        if (entry === null || seen.has(entry)) return [];
        seen.add(entry);
        return [{ entry, page, column, row }];
      }),
    ),
  );
}
