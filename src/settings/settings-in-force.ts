import { type ConfigPlace, readConfigFile } from '../files/config-file.ts';
import { UsageError } from '../model/presents-error.ts';
import { defaultSettings, type Settings } from '../model/settings.ts';
import { wrongValue } from './kinds.ts';
import { type ConfiguredSetting, readConfig, sourceName } from './read-config.ts';
import { type Setting, settingsTable } from './table.ts';

/** Places that settings are taken from, the first that has one wins. */
export type SettingOrigin = 'flag' | 'environment' | 'config' | 'default';

/** A setting that holds, and where it comes from. */
export interface SettingInForce {
  readonly setting: Setting;
  readonly value: unknown;
  readonly origin: SettingOrigin;
  /** The option, the variable, or the line of the config file; empty for the default. */
  readonly place: string;
}

/** Sources of settings: what was said on the command line by the names of options, the environment, and the config file. */
export interface SettingSources {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: ConfigPlace | undefined;
}

/** Reads every setting from where it was said. Throws a PresentsError (exit code 2) if one is wrong there. */
export function settingsInForce({ flags, env, config }: SettingSources): readonly SettingInForce[] {
  const { path = '', text = null } = config === undefined ? {} : readConfigFile(config);
  const configured = text === null ? new Map<string, ConfiguredSetting>() : readConfig(path, text);
  return settingsTable.map((setting) => {
    const flag = saidByFlag(setting, flags);
    if (flag !== undefined) return { setting, value: flag, origin: 'flag', place: sourceName(setting, 'flag') };
    const variable = saidByVariable(setting, env);
    if (variable !== undefined) {
      return { setting, value: variable, origin: 'environment', place: sourceName(setting, 'environment') };
    }
    const found = configured.get(setting.name);
    if (found) return { setting, value: found.value, origin: 'config', place: `line ${found.line}` };
    return { setting, value: valueAt(defaultSettings, setting.path), origin: 'default', place: '' };
  });
}

/** Makes the settings of those that hold. */
export function settingsOf(inForce: readonly SettingInForce[]): Settings {
  return inForce.reduce<unknown>((whole, { setting, value }) => withValue(whole, setting.path, value), {}) as Settings;
}

function saidByFlag(setting: Setting, flags: SettingSources['flags']): unknown {
  const [option = '', operand] = setting.flag?.split(' ') ?? [];
  const said = flags[option.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  if (option === '' || said === undefined) return undefined;
  return operand === undefined ? said : read(setting, String(said), option);
}

function saidByVariable(setting: Setting, env: SettingSources['env']): unknown {
  const text = setting.variable === undefined ? undefined : env[setting.variable];
  return setting.variable === undefined || !text ? undefined : read(setting, text, setting.variable);
}

function read({ kind }: Setting, text: string, source: string): unknown {
  const value = kind.fromText?.(text);
  if (value !== undefined) return value;
  const { message, nextStep } = wrongValue({ kind: 'value', at: 0, value: text }, source, kind);
  throw new UsageError(message, { nextStep });
}

function valueAt(settings: unknown, [field, ...path]: readonly string[]): unknown {
  if (field === undefined) return settings;
  return typeof settings === 'object' && settings !== null ? valueAt(Reflect.get(settings, field), path) : undefined;
}

function withValue(whole: unknown, [field, ...path]: readonly string[], value: unknown): unknown {
  if (field === undefined) return value;
  const fields: object = typeof whole === 'object' && whole !== null ? whole : {};
  return { ...fields, [field]: withValue(Reflect.get(fields, field), path, value) };
}
