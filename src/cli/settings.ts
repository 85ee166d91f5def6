import { type ConfigPlace, configPlace } from '../files/config-file.ts';
import { type SettingInForce, settingsInForce } from '../settings/settings-in-force.ts';
import type { Io } from './io.ts';

/** Options of the command line, of which some are settings. */
interface Options {
  readonly config?: string | undefined;
}

/** Returns the place of the config file of a command line; undefined if there is no home for one. */
export function configPlaceOf(io: Io, { config }: Options): ConfigPlace | undefined {
  return configPlace(io.env, config, () => io.cwd);
}

/** Reads every setting that holds for a command line. Throws a PresentsError (exit code 2) at the first that is wrong. */
export function readSettings(io: Io, options: Options): readonly SettingInForce[] {
  return settingsInForce({ flags: { ...options }, env: io.env, config: configPlaceOf(io, options) });
}
