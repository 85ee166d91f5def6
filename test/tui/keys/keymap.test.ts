import { describe, expect, test } from 'vitest';
import { ActiveKeymap } from '../../../src/tui/keys/active-keymap.ts';
import { type Binding, keymap, keyName, type Scope, scopesOf } from '../../../src/tui/keys/keymap.ts';
import { isScreenId, screens } from '../../../src/tui/keys/screens.ts';

const bindings: readonly Binding[] = keymap;
const active = new ActiveKeymap();
const screenIds = Object.keys(screens).filter(isScreenId);
const scopes = [...new Set(bindings.map((binding) => binding.scope))];

/** The keys that stand for more than one action among these bindings. */
function ambiguous(list: readonly Binding[]): readonly string[] {
  const actions = new Map<string, Set<string>>();
  for (const { keys, action } of list)
    for (const key of keys) actions.set(key, (actions.get(key) ?? new Set()).add(action));
  return [...actions].filter(([, meanings]) => meanings.size > 1).map(([key]) => key);
}

describe('The keymap', () => {
  test.each(scopes)('has each key and each action of “%s” once', (scope) => {
    const own = bindings.filter((binding) => binding.scope === scope);
    const keys = own.flatMap((binding) => binding.keys);
    expect(keys).toEqual([...new Set(keys)]);
    const actions = own.map((binding) => binding.action);
    expect(actions).toEqual([...new Set(actions)]);
  });

  test.each(screenIds.map((screen) => [screen, scopesOf(screen)] as const))(
    'gives every key one meaning on the screen “%s”, the keys that work everywhere included',
    (_, own) => {
      expect(ambiguous(active.of([...own, 'global']))).toEqual([]);
    },
  );

  test('gives every word of the footer its side and its rank', () => {
    const labelled = bindings.filter((binding) => binding.label !== undefined);
    expect(labelled.length).toBeGreaterThan(10);
    for (const { side, priority } of labelled)
      expect({ side, priority }).toEqual({ side, priority: expect.any(Number) });
    expect(new Set(labelled.map(({ side }) => side))).toEqual(new Set(['left', 'right']));
  });

  test('says of every key what it does', () => {
    for (const { keys, help } of bindings) {
      expect(keys.length).toBeGreaterThan(0);
      expect(help).toMatch(/\S/);
    }
  });

  test('has no destructive action on Ctrl and a letter, and asks for no capital where it can be undone', () => {
    const keysOf = (action: string) => bindings.filter((b) => b.action === action).flatMap((b) => b.keys);
    for (const action of ['activation', 'invalidate', 'newKey', 'cleanup']) {
      expect(keysOf(action).filter((key) => key.startsWith('ctrl+'))).toEqual([]);
    }
    expect(new Set([...keysOf('activation'), ...keysOf('invalidate')])).toEqual(new Set(['x']));
    for (const key of [...keysOf('newKey'), ...keysOf('cleanup')]) expect(key).not.toMatch(/^[a-z]$/);
  });

  test('has a screen for every scope', () => {
    const used = new Set<Scope>(['global', ...screenIds.flatMap(scopesOf)]);
    expect(scopes.filter((scope) => !used.has(scope))).toEqual([]);
  });

  test('finds a key in the first scope that has it', () => {
    expect(active.find('x', ['users', 'global'])).toMatchObject({ scope: 'users', action: 'activation' });
    expect(active.find('escape', ['list', 'global'])?.scope).toBe('list');
    expect(active.find('x', ['global'])).toBeUndefined();
    expect(active.find('', scopes)).toBeUndefined();
    expect(active.find('jj', scopes)).toBeUndefined();
  });

  test.each([
    ['ctrl+f', 'Ctrl+F'],
    ['return', '⏎'],
    ['escape', 'Esc'],
    ['shift+tab', 'Shift+Tab'],
    ['pageDown', 'PgDn'],
    ['left', '←'],
    ['G', 'G'],
    ['?', '?'],
  ])('calls %s %s', (key, name) => {
    expect(keyName(key)).toBe(name);
  });
});
