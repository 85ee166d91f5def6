/** Resolves a TZ value: the zone's name as Node knows it, `system` for the machine's own, undefined if unknown. */
export function zoneOf(tz: string): string | undefined {
  const named = tz.replace(/^:/, '');
  if (named === '/etc/localtime') return 'system';
  const name = named.replace(/^\/.*\/zoneinfo\//, '').replace(/^(?:posix|right)\//, '');
  // As `date` takes an empty one.
  return name === '' ? 'UTC' : (knownZone(name) ?? fixedZone(name));
}

// Intl finds a name in any case, the clock of the process only as it is written. Offsets like +02:00 only Intl knows.
function knownZone(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

// POSIX counts hours west of Greenwich, as the names of Etc/GMT+3 and its like do. Rules of summer time are not read.
function fixedZone(name: string): string | undefined {
  const [, sign = '', digits] = /^(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)([+-]?)(\d{1,2})(?::00){0,2}$/.exec(name) ?? [];
  if (digits === undefined) return undefined;
  const hours = Number(digits);
  return hours === 0 ? 'UTC' : knownZone(`Etc/GMT${sign === '-' ? '-' : '+'}${hours}`);
}
