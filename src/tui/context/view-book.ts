import type { ViewFile, WrittenView } from '../../files/view-file.ts';
import type { SavedView } from '../../model/settings.ts';

/** A view by its name. */
export interface NamedView {
  readonly name: string;
  readonly view: Readonly<Record<string, unknown>>;
  /** It stands in the config file, where a person changes it by hand. */
  readonly isConfigured: boolean;
}

/** All views by name: those that were saved, the latest first, then those of the config file. */
export class ViewBook {
  readonly #file: ViewFile;
  readonly #configured: readonly NamedView[];

  constructor(file: ViewFile, configured: Readonly<Record<string, SavedView>>) {
    this.#file = file;
    this.#configured = Object.entries(configured).map(([name, view]) => ({
      name,
      view: { ...view },
      isConfigured: true,
    }));
  }

  list(): readonly NamedView[] {
    const saved = this.#file.list().map(({ name, ...view }) => ({ name, view, isConfigured: false }));
    return [...saved, ...this.#configured.filter(({ name }) => !saved.some((one) => one.name === name))];
  }

  /** The reason why the saved views cannot be read, with what to do next; undefined if they can. */
  fault(): string | undefined {
    const fault = this.#file.fault();
    return fault && `${fault.message} ${fault.nextStep}`;
  }

  /** Saves a view first, and returns its name: the wished one, with a number behind it where another view has it. Throws a PresentsError. */
  save(wished: string, view: SavedView): string {
    let name = wished;
    this.#file.change((views) => {
      const same = views.find((one) => one.name.startsWith(wished) && isSame(one, view));
      name =
        same?.name ??
        freeName(
          wished,
          [...views, ...this.#configured].map((one) => one.name),
        );
      return [{ ...view, name }, ...views.filter((one) => one !== same)];
    });
    return name;
  }

  /** Gives a saved view another name. Answers why it cannot have it, undefined if it has. Throws a PresentsError. */
  rename(from: string, to: string): string | undefined {
    const wished = to.trim();
    if (wished === '') return 'A view needs a name.';
    if (wished === from) return undefined;
    if (this.list().some(({ name }) => name === wished)) return 'Another view has that name.';
    this.#file.change((views) => views.map((view) => (view.name === from ? { ...view, name: wished } : view)));
    return undefined;
  }

  /** Takes a saved view away; returns the function that puts it back to its place. Throws a PresentsError. */
  remove(name: string): () => void {
    let at = -1;
    let removed: WrittenView | undefined;
    this.#file.change((views) => {
      at = views.findIndex((view) => view.name === name);
      removed = views[at];
      return views.filter((view) => view !== removed);
    });
    return () => {
      const view = removed;
      if (view !== undefined) this.#file.change((views) => views.toSpliced(at, 0, view));
    };
  }
}

function isSame({ name: _, ...written }: WrittenView, view: SavedView): boolean {
  return JSON.stringify(written) === JSON.stringify(view);
}

function freeName(wished: string, taken: readonly string[]): string {
  if (!taken.includes(wished)) return wished;
  for (let count = 2; ; count += 1) if (!taken.includes(`${wished} ${count}`)) return `${wished} ${count}`;
}
