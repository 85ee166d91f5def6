import type { Binding } from './binding.ts';
import { keymap, scopesOf } from './keymap.ts';
import { isScreenId, screens } from './screens.ts';

/** Keys that a person chose, by the action (`copy`) or the action of one scope (`users.add`). */
export type CustomKeys = Readonly<Record<string, readonly string[]>>;

/** A key that means two actions on one screen: the chosen name, and the other one. */
export interface KeyConflict {
  readonly name: string;
  readonly key: string;
  readonly other: string;
}

const keyAliases: Readonly<Record<string, string>> = {
  enter: 'return',
  esc: 'escape',
  space: ' ',
  pgdn: 'pageDown',
  pgup: 'pageUp',
  backtab: 'shift+tab',
};
const namedKeys = ['return', 'escape', 'tab', 'up', 'down', 'left', 'right', 'pageDown', 'pageUp', 'home', 'end'];
const furtherKeys = ['shift+tab', 'backspace', 'delete', ...Array.from({ length: 12 }, (_, at) => `f${at + 1}`)];
const knownKeys: readonly string[] = [...namedKeys, ...furtherKeys];

/** Keys as a person may write them, for who mistyped one. */
export const keyWords: readonly string[] = [...knownKeys, ...Object.keys(keyAliases)];

/** A key as the keymap has it, of how a person wrote it (`Ctrl+K`, `Esc`, `x`); undefined if there is none. */
export function keyNamed(text: string): string | undefined {
  if (/^[!-~]$|^[^\p{C}\p{M}\p{Z}]$/u.test(text) || text === ' ') return text;
  const lower = text.toLowerCase();
  const control = /^(?:ctrl|c)[+-]([a-z])$/.exec(lower)?.[1];
  if (control !== undefined) return `ctrl+${control}`;
  return keyAliases[lower] ?? knownKeys.find((key) => key.toLowerCase() === lower);
}

/** The names that keys can be chosen for. Who hears nothing but Ctrl+C can always quit, so that key stays. */
export function customizableActions(): readonly string[] {
  const bindings: readonly Binding[] = keymap;
  const chosen = bindings.filter(({ scope, action }) => scope !== 'global' || (action !== 'quit' && action !== 'show'));
  return [...new Set(chosen.flatMap(({ action, scope }) => [action, `${scope}.${action}`]))];
}

/** Keys that stay with what they do, whatever else does it, too: without them there is no way out, or on. */
const stayingKeys: readonly string[] = ['escape', 'return', 'ctrl+c'];

/** Bindings with the keys that a person chose; those of a scope win over those of an action wherever it is. */
export function withKeys(bindings: readonly Binding[], custom: CustomKeys): readonly Binding[] {
  if (Object.keys(custom).length === 0) return bindings;
  return bindings.map((binding) => {
    const keys = custom[nameOf(binding)] ?? custom[binding.action];
    if (keys === undefined) return binding;
    const staying = binding.keys.filter((key) => stayingKeys.includes(key) && !keys.includes(key));
    return { ...binding, keys: [...keys, ...staying] };
  });
}

/** The first key that a choice gives to a second action of a screen; undefined if there is none. */
export function keyConflict(custom: CustomKeys): KeyConflict | undefined {
  const bindings = withKeys(keymap, custom);
  for (const screen of Object.keys(screens).filter(isScreenId)) {
    const scopes = [...scopesOf(screen), 'global'];
    const seen = new Map<string, Binding>();
    for (const binding of bindings.filter(({ scope }) => scopes.includes(scope))) {
      for (const key of binding.keys) {
        const other = seen.get(key);
        seen.set(key, binding);
        if (other === undefined || other.action === binding.action) continue;
        const [name, second] = [binding, other].toSorted((one) => (chosenName(one, custom) === undefined ? 1 : -1));
        if (name && second) return { name: chosenName(name, custom) ?? nameOf(name), key, other: nameOf(second) };
      }
    }
  }
  return undefined;
}

function chosenName(binding: Binding, custom: CustomKeys): string | undefined {
  return [nameOf(binding), binding.action].find((name) => custom[name] !== undefined);
}

function nameOf({ scope, action }: Binding): string {
  return `${scope}.${action}`;
}
