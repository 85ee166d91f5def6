import { expect, test } from 'vitest';
import { zoneOf } from '../../src/text/time-zone.ts';

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  [':Europe/Berlin', 'Europe/Berlin'],
  ['/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  ['posix/Europe/Berlin', 'Europe/Berlin'],
  ['UTC', 'UTC'],
  ['', 'UTC'],
  ['UTC0', 'UTC'],
  ['UTC+3', 'Etc/GMT+3'],
  ['EST5', 'Etc/GMT+5'],
  ['JST-9', 'Etc/GMT-9'],
  ['<+03>-3', 'Etc/GMT-3'],
  ['EST5EDT', 'America/New_York'],
  [':/etc/localtime', 'system'],
])('TZ=%s means %s', (tz, zone) => {
  expect(zoneOf(tz)).toBe(zone);
});

test.each([
  'Europe/Berln',
  'CET-1CEST,M3.5.0,M10.5.0/3',
  'EST5EDT4',
  'IST-5:30',
  'XXX-15',
  'XXX25',
  '+03:00',
  ' Europe/Berlin',
  '/etc/passwd',
  'Etc/Unknown',
])('TZ=%s means no zone that is known', (tz) => {
  expect(zoneOf(tz)).toBeUndefined();
});
