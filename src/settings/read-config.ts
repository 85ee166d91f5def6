import { UsageError } from '../model/presents-error.ts';
import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import { shownName, unknownName } from './kinds.ts';
import { type PlacedEntry, type PlacedJson, readPlacedJson } from './placed-json.ts';
import { SettingFault } from './setting-fault.ts';
import { type Setting, settingsTable } from './table.ts';

/** A setting of a config file, and its line there. */
export interface ConfiguredSetting {
  readonly value: unknown;
  readonly line: number;
}

/** Reads the settings of a config file, by their names. Throws a PresentsError (exit code 2) at the place of the first fault. */
export function readConfig(path: string, text: string): ReadonlyMap<string, ConfiguredSetting> {
  try {
    const entries = rootEntries(readPlacedJson(text));
    const settings = new Map(entries.flatMap((entry) => settingsIn(entry, '', text)));
    refuseScale(settings, entries);
    return settings;
  } catch (fault) {
    if (!(fault instanceof SettingFault)) throw fault;
    const { line, column } = placeOf(text, fault.at);
    throw new UsageError(`${printable(path)}:${line}:${column}: ${fault.message}`, {
      nextStep: fault.nextStep,
      cause: fault,
    });
  }
}

function rootEntries(json: PlacedJson): readonly PlacedEntry[] {
  if (json.kind === 'object') return json.entries;
  throw new SettingFault('The settings must be an object: { "theme": "dark" }.', json.at);
}

function settingsIn(
  entry: PlacedEntry,
  prefix: string,
  text: string,
): readonly (readonly [string, ConfiguredSetting])[] {
  const name = `${prefix}${entry.name}`;
  // Editors ask for it.
  if (name === '$schema') return [];
  const setting = settingsTable.find((one) => one.name === name);
  if (setting) {
    const value = setting.kind.fromJson(entry.value, name);
    return [[name, { value, line: placeOf(text, entry.at).line }]];
  }
  if (!settingsTable.some((one) => one.name.startsWith(`${name}.`))) throw unknownSetting(entry, prefix);
  if (entry.value.kind !== 'object')
    throw new SettingFault(`${shownName(name)} must be an object: { … }.`, entry.value.at);
  return entry.value.entries.flatMap((inner) => settingsIn(inner, `${name}.`, text));
}

function unknownSetting(entry: PlacedEntry, prefix: string): SettingFault {
  const names = settingsTable.map(({ name }) => name);
  const siblings = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const known = [...new Set(siblings.map((name) => name.split('.')[0] ?? name))];
  const fault = unknownName(entry, known, `setting${prefix === '' ? '' : ` of ${prefix.slice(0, -1)}`}`);
  if (nearest(entry.name, known) !== undefined) return fault;
  const elsewhere = names.find((name) => name.endsWith(`.${entry.name}`) || name === entry.name);
  return elsewhere === undefined ? fault : new SettingFault(fault.message, fault.at, `Did you mean ${elsewhere}?`);
}

function refuseScale(settings: ReadonlyMap<string, ConfiguredSetting>, entries: readonly PlacedEntry[]): void {
  const numberOf = (name: string, other: number): number => Number(settings.get(name)?.value ?? other);
  const { raised, bad } = {
    raised: numberOf('thresholds.errorShare.raised', 0),
    bad: numberOf('thresholds.errorShare.bad', 1),
  };
  if (raised <= bad) return;
  const at = entries.find(({ name }) => name === 'thresholds')?.at ?? 0;
  throw new SettingFault(`thresholds.errorShare.raised (${raised}) is above thresholds.errorShare.bad (${bad}).`, at);
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

/** Returns the name of the environment's variable or the option that a setting was said with, as a person writes it. */
export function sourceName({ flag = '', variable = '' }: Setting, from: 'flag' | 'environment'): string {
  return from === 'flag' ? (flag.split(' ')[0] ?? '') : variable;
}
