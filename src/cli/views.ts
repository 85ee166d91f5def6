import { stateFolderPath } from '../files/own-folder.ts';
import { openViewFile } from '../files/view-file.ts';
import { PresentsError } from '../model/presents-error.ts';
import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import type { Context } from './context.ts';

type View = Readonly<Record<string, unknown>>;

/** The views by their names: those that were saved, and those of the config file. */
export function knownViews({ io, settings }: Pick<Context, 'io' | 'settings'>): ReadonlyMap<string, View> {
  const saved = openViewFile(stateFolderPath(io.env)).list();
  return new Map<string, View>([
    ...Object.entries(settings.views).map(([name, view]) => [name, { ...view }] as const),
    ...saved.map((view) => [view.name, view] as const),
  ]);
}

/** The view of a name. Throws a PresentsError if there is none (exit code 2), or if those that were saved cannot be read. */
export function viewNamed(context: Pick<Context, 'io' | 'settings'>, name: string): View {
  const views = knownViews(context);
  const view = views.get(name);
  if (view !== undefined) return view;
  const fault = openViewFile(stateFolderPath(context.io.env)).fault();
  if (fault !== undefined) throw fault;
  const names = [...views.keys()];
  const meant = nearest(name, names);
  const step =
    names.length === 0 ? 'None is saved yet: ; a in the dashboard saves one.' : `There are: ${names.join(', ')}.`;
  throw new PresentsError(`There is no view “${printable(name)}”.`, {
    code: 'not_found',
    nextStep: printable(meant === undefined ? step : `Did you mean “${meant}”?`),
    exitCode: 2,
  });
}
