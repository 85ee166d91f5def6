import type { ServerAddress, ServerLocation } from '../../model/location.ts';
import type { Parameter, Settings } from './parameters.ts';

type Place = Pick<ServerLocation, 'servers' | 'user' | 'database'>;

/** Parameters that stand before the `?` of a URL. */
const IN_FRONT: ReadonlySet<Parameter> = new Set(['host', 'port', 'user', 'dbname']);
const SECRET: ReadonlySet<Parameter> = new Set(['password', 'sslpassword']);
const PATHS: ReadonlySet<Parameter> = new Set([
  'passfile',
  'servicefile',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslcrl',
]);

/** A database on servers as it is shown: `postgresql://user@host:5432/database`. */
export function labelOf(place: Place): string {
  return urlOf(place, []);
}

/** The text that names it in a command: `service=NAME` as it was typed, else its URL with all that was written but passwords. */
export function commandNameOf(
  place: Place,
  {
    typed,
    named,
    pathOf,
  }: {
    readonly typed: Settings;
    readonly named: Settings;
    readonly pathOf: (parameter: Parameter) => string | undefined;
  },
): string {
  const service = typed.get('service')?.value;
  const others = [...typed.keys()].filter((parameter) => parameter !== 'service' && !SECRET.has(parameter));
  if (service !== undefined && others.length === 0 && !/[\s'\\]/.test(service)) return `service=${service}`;
  const further = [...named].filter(([parameter]) => !IN_FRONT.has(parameter) && !SECRET.has(parameter));
  return urlOf(
    place,
    further.map(([parameter, { value }]) => {
      const isPath = PATHS.has(parameter) && value !== 'system';
      return [parameter, (isPath && pathOf(parameter)) || value];
    }),
  );
}

function urlOf({ servers, user, database }: Place, further: readonly (readonly [string, string])[]): string {
  const isPlain = servers.every(({ host }) => !host.startsWith('/'));
  const list = (value: (server: ServerAddress) => string | number) => servers.map(value).join(',');
  const places = isPlain ? list(({ host, port }) => `${inBrackets(encode(host))}:${port}`) : '';
  const sockets = isPlain
    ? []
    : ([
        ['host', list(({ host }) => host)],
        ['port', list(({ port }) => port)],
      ] as const);
  const query = [...sockets, ...further].map(([name, value]) => `${name}=${encode(value)}`).join('&');
  return `postgresql://${encode(user).replaceAll(/[/:,]/g, encodeURIComponent)}@${places}/${encode(database)}${query === '' ? '' : `?${query}`}`;
}

function inBrackets(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Encodes what would not stand for itself; letters of any script and what paths are made of do. */
function encode(text: string): string {
  return text.toWellFormed().replaceAll(/[^\p{L}\p{N}_.~/:,-]/gu, encodeURIComponent);
}
