import { useMemo } from 'react';
import { PresentsError } from '../../../model/presents-error.ts';
import { errorText } from '../../../text/error-text.ts';
import { printable } from '../../../text/printable.ts';
import { useServices } from '../../context/services.tsx';
import type { PaletteEntry } from './palette-entry.ts';

/** The prompt for another database, and those that are known by name. */
export function useDatabaseEntries(): readonly PaletteEntry[] {
  const { dispatch, databases } = useServices();
  return useMemo(() => {
    const open = (name: string) => (): void => {
      dispatch({ type: 'overlay', overlay: null });
      dispatch({ type: 'say', message: { tone: 'busy', text: `Opening ${printable(name)} …` } });
      databases.open(name).catch((error: unknown) => {
        const hint = error instanceof PresentsError && error.nextStep !== '' ? { hint: printable(error.nextStep) } : {};
        dispatch({ type: 'done', message: { tone: 'bad', text: errorText(error), ...hint } });
      });
    };
    const prompt: PaletteEntry = {
      kind: 'database',
      id: 'open database',
      label: 'open another database: a file or a server',
      also: ['open'],
      command: '--db NAME',
      run: () => dispatch({ type: 'overlay', overlay: { kind: 'openDatabase' } }),
    };
    return [
      prompt,
      ...databases.known().map(
        ({ name, word, isReadOnly, isOpen }): PaletteEntry => ({
          kind: 'database',
          id: `database ${name}`,
          label: printable(name),
          also: [`open ${printable(name)}`],
          note: ['database', ...(word ? [word.text] : []), ...(isReadOnly ? ['read-only'] : [])].join(' · '),
          command: '--db NAME',
          ...(isOpen && { reason: 'It is open already.' }),
          run: open(name),
        }),
      ),
    ];
  }, [dispatch, databases]);
}
