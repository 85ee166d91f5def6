import { useMemo } from 'react';
import { useServices } from '../../context/services.tsx';
import { commandTasks } from '../command-tasks.ts';
import type { PaletteEntry } from './palette-entry.ts';

/** Commands that have no key, and any other one as it is typed. */
export function useCommandEntries(): readonly PaletteEntry[] {
  const { dispatch } = useServices();
  return useMemo(() => {
    const open = (line: string, isRun: boolean): void =>
      dispatch({ type: 'overlay', overlay: { kind: 'command', line, isRun } });
    return [
      ...commandTasks.map(
        ({ line, about, isEdited }): PaletteEntry => ({
          kind: 'task',
          id: `command ${line}`,
          label: line.replace(/ -.*/, ''),
          also: [about],
          note: about,
          command: line,
          run: () => open(line, !isEdited),
        }),
      ),
      {
        kind: 'task',
        id: 'command',
        label: 'run a command',
        note: 'any other, as in a shell',
        also: ['presents', 'shell'],
        run: () => open('', false),
      },
    ];
  }, [dispatch]);
}
