import { useMemo } from 'react';
import { withTerm } from '../../../filter/edit.ts';
import type { Term } from '../../../filter/query.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { formatCount } from '../../../text/format.ts';
import { printable } from '../../../text/printable.ts';
import { carriesFilter } from '../../context/route.ts';
import { shownRoute } from '../../context/routes.ts';
import { useServices } from '../../context/services.tsx';
import { termOf } from '../../context/use-filter.ts';
import { useWindowValues } from '../../context/use-palette-answers.ts';
import type { PaletteEntry, PalettePlace } from './palette-entry.ts';

const shownCells = 200;
const leastIdLength = 4;

/** The routes and the groups of errors of the shown window; choosing one opens its calls. */
export function useValueEntries({ navigation, query }: PalettePlace): readonly PaletteEntry[] {
  const { dispatch } = useServices();
  const { screen, view } = shownRoute(navigation.routes);
  const values = useWindowValues(view).answer;
  const filter = carriesFilter(screen) ? view.filter : '';
  // Shorter ones are the beginning of a word rather than of an id.
  const isId = query.length >= leastIdLength;
  return useMemo(() => {
    const open = (term: Term) => () =>
      dispatch({ type: 'open', screen: 'calls', args: {}, filter: withTerm(filter, term, 'only') });
    const routes = (values?.routes ?? []).map(
      ({ apiRoute, callCount }): PaletteEntry => ({
        kind: 'route',
        id: `route ${apiRoute}`,
        label: printable(apiRoute, shownCells),
        note: callsWord(callCount),
        run: open(termOf.route(apiRoute)),
      }),
    );
    const groups = (values?.groups ?? []).map(
      (group): PaletteEntry => ({
        kind: 'group',
        id: `group ${group.id}`,
        label: groupWords(group),
        ...(isId && { also: [group.id] }),
        note: callsWord(group.callCount),
        run: open(termOf.group(group.id)),
      }),
    );
    return [...routes, ...groups];
  }, [values, filter, isId, dispatch]);
}

function groupWords({ message, statusCode, topRoute }: ErrorGroup): string {
  return printable(message ?? `${statusCode} of ${topRoute}`, shownCells);
}

function callsWord(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'call' : 'calls'}`;
}
