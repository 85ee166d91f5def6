import { nearest } from '../../text/nearest.ts';
import { type Naming, refusal } from './naming.ts';

/** Variables of the environment, by the parameters that they stand for where nothing else gives them. */
const VARIABLES = {
  host: 'PGHOST',
  hostaddr: 'PGHOSTADDR',
  port: 'PGPORT',
  dbname: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  passfile: 'PGPASSFILE',
  service: 'PGSERVICE',
  servicefile: 'PGSERVICEFILE',
  application_name: 'PGAPPNAME',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  options: 'PGOPTIONS',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslcrl: 'PGSSLCRL',
  sslnegotiation: 'PGSSLNEGOTIATION',
  ssl_min_protocol_version: 'PGSSLMINPROTOCOLVERSION',
  ssl_max_protocol_version: 'PGSSLMAXPROTOCOLVERSION',
  channel_binding: 'PGCHANNELBINDING',
  gssencmode: 'PGGSSENCMODE',
} as const;

const WITHOUT_VARIABLE = ['fallback_application_name', 'sslpassword'] as const;

/** A parameter of libpq that presents follows. */
export type Parameter = keyof typeof VARIABLES | (typeof WITHOUT_VARIABLE)[number];

/** Those of libpq that presents need not follow: it keeps connections alive by itself, and takes text as UTF-8. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'client_encoding',
  'gssdelegation',
  'gsslib',
  'keepalives',
  'keepalives_count',
  'keepalives_idle',
  'keepalives_interval',
  'krbsrvname',
  'load_balance_hosts',
  'sslcertmode',
  'sslcompression',
  'sslsni',
  'tcp_user_timeout',
]);

/** Those that others write for the same. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  database: 'dbname',
  db: 'dbname',
  hostname: 'host',
  server: 'host',
  ssl: 'sslmode',
  username: 'user',
};

/** All parameters that presents follows. */
export const PARAMETERS: readonly Parameter[] = [...(Object.keys(VARIABLES) as Parameter[]), ...WITHOUT_VARIABLE];

const KNOWN: ReadonlySet<string> = new Set<string>(PARAMETERS);

/** A parameter's value, and its origin as it stands within a sentence: `PGPORT`, `port in --db`. */
export interface Setting {
  readonly value: string;
  readonly source: string;
}

/** Parameters that were given. */
export type Settings = ReadonlyMap<Parameter, Setting>;

/** Parameters as they were written, in their order. */
export type Written = readonly (readonly [name: string, value: string])[];

/** The settings of the environment: `PGHOST` and its like. */
export function variablesOf({ env }: Naming): Settings {
  return new Map(
    (Object.entries(VARIABLES) as [Parameter, string][]).flatMap(([parameter, variable]) => {
      const value = env[variable];
      return value ? [[parameter, { value, source: variable }] as const] : [];
    }),
  );
}

/**
 * Sorts out what was written: the last of two counts, what has no effect here is dropped. Throws a PresentsError if presents does
 * not know a parameter; its name is repeated only if it `mayRepeat`, since it may be a piece of a password with an `&` in it.
 */
export function settingsOf(written: Written, naming: Naming, mayRepeat: boolean): Settings {
  const settings = new Map<Parameter, Setting>();
  for (const [name, value] of written) {
    if (value.includes('\0')) throw refusal(`${naming.source} holds a null byte.`, 'Leave it out.', naming);
    if (isParameter(name)) settings.set(name, { value, source: `${name} in ${naming.source}` });
    else if (!WITHOUT_EFFECT.has(name)) throw unknown(name, naming, mayRepeat);
  }
  return settings;
}

function isParameter(name: string): name is Parameter {
  return KNOWN.has(name);
}

function unknown(name: string, naming: Naming, mayRepeat: boolean): Error {
  const meant = OTHER_WORDS[name.toLowerCase()] ?? nearest(name, KNOWN);
  const which = mayRepeat && /^[a-z_]{1,40}$/i.test(name) ? `the parameter ${name}` : 'a parameter';
  return refusal(
    `${naming.source} has ${which}${which === 'a parameter' ? ' that' : ', which'} presents does not know.`,
    meant === undefined
      ? 'Leave it out. In a password, write & and other special characters percent-encoded (%26).'
      : `Did you mean ${meant}?`,
    naming,
  );
}
