import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { homeFolder } from '../../files/home-folder.ts';
import type { ServerChoice, ServerLocation } from '../../model/location.ts';
import { oneOf } from './choices.ts';
import { readWords } from './connection-words.ts';
import { type Naming, refusal } from './naming.ts';
import { type Parameter, type Settings, variablesOf } from './parameters.ts';
import { addressesOf } from './server-addresses.ts';
import { commandNameOf, labelOf } from './server-label.ts';
import { readUrl } from './server-url.ts';
import { readService } from './service-file.ts';
import { tlsSettingsOf, withoutUndefined } from './tls-settings.ts';

const URL_FORM = /^\s*postgres(?:ql)?:/i;
const DEFAULT_CONNECT_TIMEOUT_S = 5;
/** Less than this would take a slow network for a dead one. */
const LEAST_CONNECT_TIMEOUT_S = 2;

const CHOICES: Readonly<Record<ServerChoice, ServerChoice>> = {
  any: 'any',
  'read-write': 'read-write',
  'read-only': 'read-only',
  primary: 'primary',
  standby: 'standby',
  'prefer-standby': 'prefer-standby',
};

/**
 * The database on servers that a URL or libpq's words name; what they leave out comes from the service, then from PGHOST and its
 * like, then from libpq's defaults. Throws a PresentsError (exit code 2), which repeats nothing that may belong to a password.
 */
export function serverNamed(name: string, naming: Naming): ServerLocation {
  const typed = URL_FORM.test(name) ? readUrl(name, naming) : readWords(name, naming);
  const variables = variablesOf(naming);
  const service = typed.get('service') ?? variables.get('service');
  const file = typed.get('servicefile') ?? variables.get('servicefile');
  const absolute = (path: string) => (path.startsWith('/') ? path : resolve(naming.workingDirectory(), path));
  const served: Settings =
    service === undefined ? new Map() : readService(service.value, file && absolute(file.value), naming);
  const named: Settings = new Map([...served, ...typed]);
  const settings: Settings = new Map([...variables, ...named]);
  const text = (parameter: Parameter) => settings.get(parameter)?.value || undefined;
  const pathOf = (parameter: Parameter) => {
    const path = text(parameter);
    return path && absolute(path);
  };
  oneOf(settings.get('gssencmode'), { disable: true, prefer: true }, naming);
  const user = text('user') ?? ownName(naming);
  const place = { servers: addressesOf(settings, naming), user, database: text('dbname') ?? user };
  return {
    kind: 'server',
    label: labelOf(place),
    name: commandNameOf(place, { typed, named, pathOf }),
    ...place,
    ...withoutUndefined({
      password: settings.get('password')?.value,
      passwordFile: pathOf('passfile') ?? ownPasswordFile(naming),
      choice: oneOf(settings.get('target_session_attrs'), CHOICES, naming),
      sessionOptions: text('options'),
    }),
    tls: tlsSettingsOf(settings, pathOf, naming),
    applicationName: text('application_name') ?? text('fallback_application_name') ?? 'presents',
    connectTimeoutMs: connectTimeoutMs(settings, naming),
  };
}

function ownName(naming: Naming): string {
  try {
    return userInfo().username;
  } catch {
    throw refusal(`${naming.source} names no user, and yours has no name.`, 'Name one, or set PGUSER.', naming);
  }
}

function ownPasswordFile({ env }: Naming): string | undefined {
  const home = homeFolder(env);
  const path = home && join(home, '.pgpass');
  return path && existsSync(path) ? path : undefined;
}

function connectTimeoutMs(settings: Settings, naming: Naming): number {
  const setting = settings.get('connect_timeout');
  if (setting === undefined) return DEFAULT_CONNECT_TIMEOUT_S * 1000;
  if (!/^\s*\d{1,6}\s*$/.test(setting.value)) {
    throw refusal(`${setting.source} is not a number of seconds.`, 'Give whole seconds, such as 10.', naming);
  }
  const seconds = Number(setting.value);
  return 1000 * (seconds === 0 ? DEFAULT_CONNECT_TIMEOUT_S : Math.max(LEAST_CONNECT_TIMEOUT_S, seconds));
}
