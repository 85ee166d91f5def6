import type { Binding, Scope } from './binding.ts';
import { type CustomKeys, withKeys } from './custom-keys.ts';
import { keymap } from './keymap.ts';

const CHOSEN = 'action ';

/** The keymap with the keys that a person chose, as it is at work. */
export class ActiveKeymap {
  readonly bindings: readonly Binding[];
  readonly #byScope = new Map<Scope, Map<string, Binding>>();

  constructor(custom: CustomKeys = {}) {
    this.bindings = withKeys(keymap, custom);
    for (const binding of this.bindings) {
      const keys = this.#byScope.get(binding.scope) ?? new Map<string, Binding>();
      this.#byScope.set(binding.scope, keys);
      for (const key of [actionKey(binding), ...binding.keys]) if (!keys.has(key)) keys.set(key, binding);
    }
  }

  /** The binding of a key in the first of these scopes that has it, or undefined. */
  find(key: string, scopes: readonly Scope[]): Binding | undefined {
    for (const scope of scopes) {
      const found = this.#byScope.get(scope)?.get(key);
      if (found) return found;
    }
    return undefined;
  }

  /** The bindings of these scopes, in the order of the table. */
  of(scopes: readonly Scope[]): readonly Binding[] {
    return this.bindings.filter(({ scope }) => scopes.includes(scope));
  }
}

/** A key that no keyboard has and that means exactly one action, for who chose that from a list. */
export function actionKey({ scope, action }: Pick<Binding, 'scope' | 'action'>): string {
  return `${CHOSEN}${scope}.${action}`;
}
