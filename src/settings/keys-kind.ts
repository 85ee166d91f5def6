import { type CustomKeys, customizableActions, keyConflict, keyNamed, keyWords } from '../tui/keys/custom-keys.ts';
import { entriesOf, type Kind, shownName, unknownName, wrongValue } from './kinds.ts';
import type { PlacedJson } from './placed-json.ts';
import { SettingFault } from './setting-fault.ts';

/** Keys of actions. */
export const keysKind: Kind<CustomKeys> = {
  takes: 'keys by action: { "copy": "c", "users.add": ["a", "f3"] }',
  fromJson: readKeys,
  shown: (keys) => keys,
};

function readKeys(json: PlacedJson, name: string): CustomKeys {
  const entries = entriesOf(json, name);
  const actions = customizableActions();
  const keys: CustomKeys = Object.fromEntries(
    entries.map((entry) => {
      if (!actions.includes(entry.name)) throw unknownAction(entry, actions);
      return [entry.name, keysOf(entry.value, `${name}.${entry.name}`)];
    }),
  );
  const conflict = keyConflict(keys);
  if (conflict === undefined) return keys;
  const at = entries.find((entry) => entry.name === conflict.name)?.at ?? json.at;
  throw new SettingFault(
    `${shownName(conflict.name)} cannot have the key “${conflict.key}”: that is the key of ${conflict.other}.`,
    at,
    `Choose another key, or give ${conflict.other} another one, too.`,
  );
}

function unknownAction(entry: Parameters<typeof unknownName>[0], actions: readonly string[]): SettingFault {
  const fault = unknownName(entry, actions, 'action');
  if (fault.nextStep.startsWith('Did')) return fault;
  return new SettingFault(fault.message, fault.at, 'docs/configuration.md lists the actions.');
}

function keysOf(json: PlacedJson, name: string): readonly string[] {
  return json.kind === 'list' ? json.items.map((item) => keyOf(item, name)) : [keyOf(json, name)];
}

function keyOf(json: PlacedJson, name: string): string {
  const key = json.kind === 'value' && typeof json.value === 'string' ? keyNamed(json.value) : undefined;
  if (key === 'ctrl+c') throw new SettingFault('Ctrl+C always quits.', json.at, 'Choose another key.');
  if (key !== undefined) return key;
  throw wrongValue(json, name, { takes: 'a character, ctrl+k, f5, or a name such as home or enter', words: keyWords });
}
