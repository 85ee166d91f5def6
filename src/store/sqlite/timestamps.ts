/** Later than every time in a database: the upper bound of a window that has none. */
export const END_OF_TIME = '9999-12-31 23:59:59';

const PATTERN = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?)?\s?(Z|[+-]\d\d:\d\d)?$/;

/** A time as the database holds it: UTC text to the second, `YYYY-MM-DD HH:MM:SS`. */
export function toTimestamp(date: Date): string {
  const iso = date.toISOString();
  if (iso.startsWith('-')) return '0000-01-01 00:00:00';
  if (iso.startsWith('+')) return END_OF_TIME;
  return iso.slice(0, 19).replace('T', ' ');
}

/** The time that a column holds, with or without fractions and zone; null where it holds something else. */
export function fromTimestamp(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const parts = PATTERN.exec(value.trim());
  if (parts === null) return null;
  const [, day, minutes = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = parts;
  const date = new Date(`${day}T${minutes}${seconds}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(date.getTime()) ? null : date;
}
