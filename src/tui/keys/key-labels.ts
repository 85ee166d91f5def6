import type { Binding, Scope } from './binding.ts';
import { scopeName } from './keymap.ts';

/** Present uses of the keys, by scope. */
export type ScopedUses = ReadonlyMap<Scope, KeyUses>;

/** Present uses of the keys of a scope: words that differ from those of the keymap, and why actions cannot work. */
export interface KeyUses {
  readonly labels: Readonly<Partial<Record<string, string>>>;
  /** A sentence for each action that can do nothing now. */
  readonly reasons: Readonly<Partial<Record<string, string>>>;
}

/** The words that screens have for their keys, for the footer, the help and the palette that stand apart from them. */
export class LabelBoard {
  #uses: ScopedUses = new Map();
  readonly #listeners = new Set<() => void>();

  /** Sets the words of a scope until the returned function is called. */
  put(scope: Scope, uses: KeyUses): () => void {
    this.#change([...this.#uses, [scope, uses]]);
    return () => {
      // Another screen may have set its own in the meantime.
      if (this.#uses.get(scope) === uses) this.#change([...this.#uses].filter(([name]) => name !== scope));
    };
  }

  /** The words of all scopes: the same map until one of them changes. */
  readonly current = (): ScopedUses => this.#uses;

  /** Calls the listener after every change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(uses: Iterable<readonly [Scope, KeyUses]>): void {
    this.#uses = new Map(uses);
    for (const listener of this.#listeners) listener();
  }
}

/** The sentence why a binding can do nothing now; undefined if it can. */
export function reasonAgainst({ scope, action }: Binding, uses: ScopedUses): string | undefined {
  return uses.get(scope)?.reasons[action];
}

/** The sentence why a binding of other screens can do nothing on the shown one. */
export function reasonElsewhere({ scope }: Binding): string {
  return `This key works elsewhere: ${scopeName(scope)}.`;
}

/** Bindings with the words of what they do now, without those that can do nothing. */
export function withLabels(bindings: readonly Binding[], uses: ScopedUses): readonly Binding[] {
  return bindings.flatMap((binding) => {
    if (reasonAgainst(binding, uses) !== undefined) return [];
    const label = uses.get(binding.scope)?.labels[binding.action];
    return [label === undefined ? binding : { ...binding, label }];
  });
}
