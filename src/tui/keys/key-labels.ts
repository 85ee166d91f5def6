import type { Binding, Scope } from './binding.ts';

/** Words of actions for what their keys do now, by scope; null for an action that can do nothing now. */
export type ScopedLabels = ReadonlyMap<Scope, ActionLabels>;

/** Words of the actions of a scope. An action without one keeps that of the keymap. */
export type ActionLabels = Readonly<Partial<Record<string, string | null>>>;

/** The words that screens have for their keys, for the footer that stands apart from them. */
export class LabelBoard {
  #labels: ScopedLabels = new Map();
  readonly #listeners = new Set<() => void>();

  /** Sets the words of a scope until the returned function is called. */
  put(scope: Scope, labels: ActionLabels): () => void {
    this.#change([...this.#labels, [scope, labels]]);
    return () => {
      // Another screen may have set its own in the meantime.
      if (this.#labels.get(scope) === labels) this.#change([...this.#labels].filter(([name]) => name !== scope));
    };
  }

  /** The words of all scopes: the same map until one of them changes. */
  readonly current = (): ScopedLabels => this.#labels;

  /** Calls the listener after every change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(labels: Iterable<readonly [Scope, ActionLabels]>): void {
    this.#labels = new Map(labels);
    for (const listener of this.#listeners) listener();
  }
}

/** Bindings with the words of what they do now, without those that can do nothing. */
export function withLabels(bindings: readonly Binding[], labels: ScopedLabels): readonly Binding[] {
  return bindings.flatMap((binding) => {
    const label = labels.get(binding.scope)?.[binding.action];
    if (label === null) return [];
    return [label === undefined ? binding : { ...binding, label }];
  });
}
