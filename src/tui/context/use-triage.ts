import { useMemo } from 'react';
import { ignore } from '../../actions/ignore.ts';
import { note } from '../../actions/note.ts';
import { reopen } from '../../actions/reopen.ts';
import { resolve } from '../../actions/resolve.ts';
import type { TriageAction } from '../../actions/triage.ts';
import type { ErrorGroup } from '../../model/error-group.ts';
import { shownState } from '../../model/group-state.ts';
import { presentsCommand } from '../../text/shell.ts';
import { perform } from './perform.ts';
import { useServices } from './services.tsx';
import { type Actions, useActions } from './use-actions.ts';

/** Decisions about a group of failed calls. Each is done at once, and can be undone. */
export interface Triage {
  /** Resolves the group, or reopens a resolved one. */
  resolve(group: ErrorGroup): void;
  /** Ignores the group, or reopens an ignored one. */
  ignore(group: ErrorGroup): void;
  /** Writes a note. Rejects if it is refused. */
  note(group: ErrorGroup, text: string): Promise<void>;
}

/** The decisions over the services; constants like them. */
export function useTriage(): Triage {
  const services = useServices();
  const { run } = useActions();
  return useMemo(() => createTriage(services, run), [services, run]);
}

function createTriage(services: ReturnType<typeof useServices>, run: Actions['run']): Triage {
  const { clock, databaseWords } = services;
  const decide = (action: TriageAction, group: ErrorGroup): void =>
    run(() =>
      perform(services, action, { group, at: clock.now() }, () =>
        presentsCommand(databaseWords, action.command, [group.id]),
      ),
    );
  return {
    resolve: (group) => decide(shownState(group) === 'resolved' ? reopen : resolve, group),
    ignore: (group) => decide(shownState(group) === 'ignored' ? reopen : ignore, group),
    note: (group, text) =>
      perform(services, note, { group, note: text }, () =>
        presentsCommand(databaseWords, note.command, [group.id, text]),
      ),
  };
}
