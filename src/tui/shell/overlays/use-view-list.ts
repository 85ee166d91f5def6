import { useState } from 'react';
import { errorText } from '../../../text/error-text.ts';
import { printable } from '../../../text/printable.ts';
import type { Routes } from '../../context/routes.ts';
import { shownRoute } from '../../context/routes.ts';
import { nameOfView, routeOfView, savedViewOf } from '../../context/saved-view.ts';
import { useServices } from '../../context/services.tsx';
import type { NamedView } from '../../context/view-book.ts';
import { actionKey } from '../../keys/active-keymap.ts';
import type { Segment } from '../../theme/segments.ts';

/** The list of saved views, and what can be done with it. */
export interface ViewList {
  readonly views: readonly NamedView[];
  /** The sentence why saved views are not among them; undefined if they are. */
  readonly fault: string | undefined;
  readonly at: number;
  readonly news: Segment | null;
  /** The new name of the chosen view while it is typed. */
  readonly renamed: string | null;
  setRenamed(name: string | null): void;
  rename(): void;
  /** Shows a view. */
  goTo(view: NamedView): void;
  /** Answers a key while no name is typed. */
  answer(key: string): void;
}

/** Keeps the list of saved views; saving and going to a view close it. */
export function useViewList(routes: Routes, onClose: () => void): ViewList {
  const { dispatch, views: book } = useServices();
  const [views, setViews] = useState(() => book.list());
  const [fault] = useState(() => book.fault());
  const [at, setAt] = useState(0);
  const [news, setNews] = useState<Segment | null>(null);
  const [renamed, setRenamed] = useState<string | null>(null);
  const chosen = views[at];
  const say = (text: string, hint?: string) =>
    dispatch({ type: 'say', message: { tone: 'good', text, ...(hint !== undefined && { hint }) } });
  const refuse = (text: string) => setNews({ text, tone: 'warn' });

  const restore = (view: NamedView): void => {
    const route = routeOfView(view.view);
    if (route === undefined) {
      refuse(`This version cannot show “${printable(view.name)}”.`);
      return;
    }
    onClose();
    dispatch({ type: 'restore', route });
    say(`View “${printable(view.name)}”.`);
  };
  const save = (): void => {
    const view = savedViewOf(shownRoute(routes));
    const name = book.save(nameOfView(view), view);
    onClose();
    say(`Saved the view “${printable(name)}”.`, '; ⏎ goes there, ; r renames it.');
  };
  const remove = ({ name }: NamedView): void => {
    const putBack = book.remove(name);
    setViews(book.list());
    setAt(Math.max(0, Math.min(at, views.length - 2)));
    const text = `Took away the view “${printable(name)}”.`;
    setNews({ text: `${text} u undoes it.`, tone: 'good' });
    const run = async (): Promise<void> => {
      putBack();
      say(`The view “${printable(name)}” is back.`);
    };
    dispatch({ type: 'done', message: { tone: 'good', text, hint: 'u undoes it.' }, undo: { run } });
  };
  const changeable = (change: (view: NamedView) => void): void => {
    if (chosen === undefined) refuse('There is no view yet.');
    else if (chosen.isConfigured) refuse('This view stands in the config file; change it there.');
    else change(chosen);
  };
  const actions: Readonly<Record<string, () => void>> = {
    j: () => setAt(Math.max(0, Math.min(views.length - 1, at + 1))),
    k: () => setAt(Math.max(0, at - 1)),
    return: () => chosen && restore(chosen),
    a: save,
    r: () => changeable(({ name }) => setRenamed(name)),
    x: () => changeable(remove),
    // What is undone is told where messages stand.
    u: () => {
      onClose();
      dispatch({ type: 'press', key: actionKey({ scope: 'global', action: 'undo' }) });
    },
    escape: onClose,
  };
  const sameKeys: Readonly<Record<string, string>> = { down: 'j', up: 'k', q: 'escape', ';': 'escape' };
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      setNews({ text: errorText(error), tone: 'bad' });
    }
  };
  return {
    views,
    fault,
    at,
    news,
    renamed,
    setRenamed,
    goTo: (view) => attempt(() => restore(view)),
    answer(key) {
      setNews(null);
      const numbered = /^[1-9]$/.test(key) ? views[Number(key) - 1] : undefined;
      attempt(() => (numbered ? restore(numbered) : actions[sameKeys[key] ?? key]?.()));
    },
    rename: () =>
      attempt(() => {
        const reason = book.rename(chosen?.name ?? '', renamed ?? '');
        if (reason !== undefined) refuse(reason);
        else {
          setRenamed(null);
          setNews(null);
          setViews(book.list());
        }
      }),
  };
}
