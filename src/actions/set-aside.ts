import type { Aside, AttentionLine } from '../model/attention.ts';
import type { Store } from '../store/store.ts';
import { alwaysAvailable, type Report, shownName, type UnaskedAction } from './action.ts';

/** Lines of Attention, their names in a sentence, and the time of the decision about them. */
export interface AsideRef {
  readonly lines: readonly AttentionLine[];
  readonly at: Date;
}

/** Lines with what stood before, and whether the decision outlasts this program. */
export interface AsideResult {
  readonly before: readonly (readonly [line: string, aside: Aside | null])[];
  readonly isKept: boolean;
}

/** An action on lines of Attention. */
export type AsideAction = UnaskedAction<AsideRef, AttentionLine, AsideResult> & { readonly command: string };

/** Leaves lines of Attention out until they get worse, or for a day. */
export const setAside: AsideAction = {
  grade: 'undoable',
  command: 'attention --aside',
  summary: 'leave a line of Attention out until it gets worse, or for a day',
  unavailable: alwaysAvailable,
  run: (store, { lines, at }) => decide(store, lines, ({ danger, measure }) => ({ at, danger, measure })),
  report: ({ before, isKept }) => {
    const worse = before.length === 1 ? 'it gets worse' : 'they get worse';
    return report(`Set ${namesOf(before)} aside until ${worse}, or for a day.`, isKept);
  },
  undo: (store, _, { before }) => undo(store, before, 'listed again'),
};

/** Lists lines again that were set aside. */
export const takeBack: AsideAction = {
  grade: 'undoable',
  command: 'attention --restore',
  summary: 'list a line of Attention again that was set aside',
  unavailable: alwaysAvailable,
  run: (store, { lines }) => decide(store, lines, () => null),
  report: ({ before, isKept }) => report(`Listed ${namesOf(before)} again.`, isKept),
  undo: (store, _, { before }) => undo(store, before, 'set aside again'),
};

async function decide(
  store: Store,
  lines: readonly AttentionLine[],
  asideOf: (line: AttentionLine) => Aside | null,
): Promise<AsideResult> {
  const before: (readonly [string, Aside | null])[] = [];
  for (const line of lines) before.push([line.id, await store.attention.setAside(line.id, asideOf(line))]);
  return { before, isKept: await store.errorGroups.keepsTriage() };
}

async function undo(store: Store, before: AsideResult['before'], done: string): Promise<string> {
  for (const [line, aside] of before) await store.attention.setAside(line, aside);
  return `Undone: ${namesOf(before)} ${before.length === 1 ? 'is' : 'are'} ${done}.`;
}

function report(text: string, isKept: boolean): Report {
  if (isKept) return { tone: 'good', text, hasChanged: true };
  return { tone: 'warn', text: `${text} It lasts until presents ends: no folder can keep it.`, hasChanged: true };
}

function namesOf(before: AsideResult['before']): string {
  const [first] = before;
  return before.length === 1 && first !== undefined ? `“${shownName(first[0])}”` : `${before.length} lines`;
}
