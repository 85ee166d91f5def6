import { useState } from 'react';
import { formatCount } from '../../../text/format.ts';
import { useServices } from '../../context/services.tsx';
import { REST } from './payload-rows.ts';
import type { Match } from './search.ts';
import { SearchRun } from './search-run.ts';
import type { Place } from './stack.ts';
import type { PayloadView } from './use-payload-view.ts';
import type { Trees } from './use-stored-call.ts';

/** The search in the payloads: what is searched for, what was found, and what its keys do. */
export interface Search {
  readonly run: SearchRun;
  /** Number of matches, and which of them is selected. */
  readonly count: string;
  begin(): void;
  change(query: string): void;
  /** Ends the typing, and keeps what is searched for. */
  keep(): void;
  /** Ends the search; while it is typed, back where that began. */
  clear(): void;
  /** Goes to the next match, or the one before; answers why it cannot. */
  go(by: 1 | -1): string | undefined;
  /** Goes to the first match once it is found; to be called after each step. */
  settle(): void;
}

interface State {
  readonly run: SearchRun;
  /** The place where the typing began; undefined when it has ended. */
  readonly origin: Place | undefined;
  /** True while the first match is not found yet. */
  readonly isPending: boolean;
  readonly last: number | undefined;
}

/** Searches keys and values; the first match from the cursor on is selected while it is typed. */
export function useSearch(trees: Trees, view: PayloadView, isRevealed: boolean): Search {
  const { dispatch } = useServices();
  const [kept, setState] = useState<State>(() => idle(trees, isRevealed));
  const current = kept.run.in(trees, isRevealed);
  const state = current === kept.run ? kept : { ...kept, run: current, last: undefined };
  if (state !== kept) setState(state);
  const { run } = state;
  const origin = state.origin ?? view.cursor;
  const show = (next: State, at: number): void => {
    const match = next.run.matches[at];
    if (match) view.show(match);
    setState({ ...next, last: at, isPending: false });
  };
  const settle = (next: State): void => {
    const { matches, isComplete } = next.run;
    const at = next.run.indexFrom(origin);
    if (!next.isPending || matches.length === 0) return;
    if (at < matches.length || isComplete) show(next, at % matches.length);
  };
  const typing = (isTyping: boolean): void => dispatch({ type: 'typing', isTyping });
  return {
    run,
    count: countOf(run, selectedIn(run, view.cursor, state.last)),
    begin: () => {
      setState({ ...state, origin: view.cursor });
      typing(true);
    },
    change: (query) => {
      const next = { run: new SearchRun(trees, query, isRevealed), origin, isPending: query !== '', last: undefined };
      setState(next);
      settle(next);
    },
    keep: () => {
      setState({ ...state, origin: undefined });
      typing(false);
    },
    clear: () => {
      if (state.origin) view.show(matchAt(state.origin));
      setState(idle(trees, isRevealed));
      typing(false);
    },
    go: (by) => {
      const { matches, isComplete, query } = run;
      if (query === '') return 'Nothing is searched for: / searches keys and values.';
      if (matches.length === 0) return isComplete ? 'No match.' : 'Still searching …';
      const here = selectedIn(run, view.cursor, state.last);
      const from = here ?? (by > 0 ? run.indexFrom(view.cursor) - 1 : run.indexFrom(view.cursor));
      show(state, (from + by + matches.length) % matches.length);
      return undefined;
    },
    settle: () => settle(state),
  };
}

function idle(trees: Trees, isRevealed: boolean): State {
  return { run: new SearchRun(trees, '', isRevealed), origin: undefined, isPending: false, last: undefined };
}

function selectedIn(run: SearchRun, cursor: Place, last: number | undefined): number | undefined {
  const isHere = (match: Match | undefined) =>
    match !== undefined && match.side === cursor.side && match.node === cursor.node;
  if (last !== undefined && isHere(run.matches[last])) return last;
  const at = run.indexFrom(cursor);
  return cursor.node < REST && isHere(run.matches[at]) ? at : undefined;
}

function countOf({ query, matches, isComplete, isCut }: SearchRun, selected: number | undefined): string {
  if (query === '') return '';
  const total = `${isCut ? '≥ ' : ''}${formatCount(matches.length)}`;
  if (matches.length === 0) return isComplete ? 'no match' : 'searching …';
  return selected === undefined
    ? `${total} ${matches.length === 1 ? 'match' : 'matches'}`
    : `${formatCount(selected + 1)} of ${total}`;
}

function matchAt({ side, node }: Place): Match {
  return { side, node, offset: 0 };
}
