import { type Naming, refusal } from './naming.ts';
import { type Settings, settingsOf, type Written } from './parameters.ts';

const SCHEME = /^\s*postgres(?:ql)?:\/\//i;

/**
 * The settings in a URL: `postgresql://user:password@host:5432,host2/database?sslmode=…`. It is read here, since Node's parser knows
 * no lists of hosts and repeats what it refuses, with the password. Throws a PresentsError.
 */
export function readUrl(text: string, naming: Naming): Settings {
  const rest = text.trim().replace(SCHEME, '');
  const [, authority = '', path = '', query = ''] = /^([^/?]*)\/?([^?]*)\??(.*)$/s.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  // One behind the host is most likely of a password that holds a slash or a question mark.
  const mayBeCut = /@/.test(path) || /@/.test(query);
  if (at < 0 && path.includes('@')) throw badHost(mayBeCut, naming);
  const decode = (part: string) => decoded(part, naming);
  const [user = '', ...password] = at < 0 ? [] : authority.slice(0, at).split(':');
  const written: Written = [
    ...pair('user', decode(user)),
    ...pair('password', decode(password.join(':'))),
    ...readHosts(authority.slice(at + 1), decode, () => badHost(mayBeCut, naming)),
    ...pair('dbname', decode(path)),
    ...readQuery(query, decode),
  ];
  return settingsOf(written, naming, password.length === 0 && !mayBeCut && !/pass/i.test(query));
}

function pair(name: string, value: string): Written {
  return value === '' ? [] : [[name, value]];
}

function readHosts(list: string, decode: (part: string) => string, fault: () => Error): Written {
  const places = list.split(',').map((place) => {
    const [, bracketed, plain, port = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/.exec(place.trim()) ?? [];
    if (bracketed === undefined && plain === undefined) throw fault();
    return { host: decode(bracketed ?? plain ?? ''), port };
  });
  const joined = (values: readonly string[]) => (values.some((value) => value !== '') ? values.join(',') : '');
  return [
    ...pair('host', joined(places.map(({ host }) => host))),
    ...pair('port', joined(places.map(({ port }) => port))),
  ];
}

function readQuery(query: string, decode: (part: string) => string): Written {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      const decodedName = decode(name);
      const decodedValue = decode(value.join('='));
      // As JDBC writes it.
      const isSsl = decodedName === 'ssl' && decodedValue === 'true';
      return isSsl ? ['sslmode', 'require'] : [decodedName, decodedValue];
    });
}

function decoded(part: string, naming: Naming): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refusal(
      `${naming.source} has a % that is not followed by two hexadecimal digits of UTF-8.`,
      'Write a percent sign as %25.',
      naming,
    );
  }
}

function badHost(mayBeCut: boolean, naming: Naming): Error {
  return mayBeCut
    ? refusal(
        `${naming.source} is not a URL that can be read.`,
        'In a password, write / ? # @ : and % percent-encoded: %2F %3F %23 %40 %3A %25.',
        naming,
      )
    : refusal(
        `The host or the port in ${naming.source} cannot be read.`,
        'Write it as postgresql://USER@HOST:PORT/DATABASE, an IPv6 address in brackets, special characters percent-encoded.',
        naming,
      );
}
