import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { homeFolder } from '../../files/home-folder.ts';
import type { TlsMode, TlsSettings } from '../../model/location.ts';
import { oneOf } from './choices.ts';
import { type Naming, refusal } from './naming.ts';
import type { Parameter, Settings } from './parameters.ts';

const MODES: Readonly<Record<string, TlsMode>> = {
  disable: 'disable',
  // Without one being asked for, the difference is only what is tried first.
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};
const VERSIONS = { TLSv1: 'TLSv1', 'TLSv1.1': 'TLSv1.1', 'TLSv1.2': 'TLSv1.2', 'TLSv1.3': 'TLSv1.3' } as const;
const SYSTEM = 'system';

/** The encryption that the settings ask for. Throws a PresentsError if they contradict each other. */
export function tlsSettingsOf(
  settings: Settings,
  pathOf: (parameter: Parameter) => string | undefined,
  naming: Naming,
): TlsSettings {
  const value = <Choice>(parameter: Parameter, choices: Readonly<Record<string, Choice>>) =>
    oneOf(settings.get(parameter), choices, naming);
  const isSystem = settings.get('sslrootcert')?.value === SYSTEM;
  const given = (isSystem ? undefined : pathOf('sslrootcert')) ?? undefined;
  const asked = value('sslmode', MODES);
  const bindsChannel = value('channel_binding', { disable: undefined, prefer: undefined, require: true });
  // Who names certificates wants them looked at; libpq does so for `require`, too.
  const isWanted = given !== undefined || isSystem || bindsChannel === true;
  const mode = asked === 'require' && given ? 'verify-ca' : (asked ?? (isWanted ? 'verify-full' : undefined));
  if (isSystem && mode !== 'verify-full') {
    throw refusal('sslrootcert=system needs sslmode=verify-full.', 'Leave sslmode out, or name a file.', naming);
  }
  const own = (name: string) => (isSystem ? undefined : ownFile(naming, name));
  const certificate = pathOf('sslcert') ?? ownFile(naming, 'postgresql.crt');
  const rootCertificates = given ?? own('root.crt');
  const key = pathOf('sslkey') ?? (certificate && ownFile(naming, 'postgresql.key'));
  return withoutUndefined({
    mode,
    rootCertificates,
    certificate,
    key,
    keyPassword: settings.get('sslpassword')?.value,
    revocationList: pathOf('sslcrl'),
    oldestVersion: value('ssl_min_protocol_version', VERSIONS),
    newestVersion: value('ssl_max_protocol_version', VERSIONS),
    isDirect: value('sslnegotiation', { postgres: undefined, direct: true }),
    bindsChannel,
  });
}

/** A file in the folder that libpq looks in, if it is there. */
function ownFile({ env }: Naming, name: string): string | undefined {
  const home = homeFolder(env);
  const path = home && join(home, '.postgresql', name);
  return path && existsSync(path) ? path : undefined;
}

type Given<Values> = { readonly [Name in keyof Values]?: Exclude<Values[Name], undefined> };

/** Those of the values that are given. */
export function withoutUndefined<Values extends object>(values: Values): Given<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<Values>;
}
