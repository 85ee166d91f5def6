import { describe, expect, test } from 'vitest';
import { lookAlikesOf } from '../../../src/store/checks/look-alikes.ts';
import { aUser, buildDatabase, openTestStore } from '../../helpers/store.ts';

describe('A name', () => {
  test.each([
    ['acme', 'Acme', 'case'],
    ['straße', 'STRASSE', 'case of ß'],
    ['caf\u00e9', 'cafe\u0301', 'an accent of its own'],
    ['acme', '\u0430cme', 'a Cyrillic а'],
    ['acme', '\u0410\u0421\u041c\u0415', 'Cyrillic capitals'],
    ['scope', '\u0455\u0441\u043e\u0440\u0435', 'all of it Cyrillic'],
    ['kappa', '\u03ba\u03b1\u03c1\u03c1\u03b1', 'all of it Greek'],
    ['shop', 'sh\u200bop', 'a zero-width space'],
    ['shop', 's\u00adhop', 'a soft hyphen'],
    ['shop', '\uff53\uff48\uff4f\uff50', 'full width'],
    ['my shop', 'my\u00a0shop', 'another blank'],
    ['my-shop', 'my\u2011shop', 'another hyphen'],
    ['paypal', 'paypa1', 'a digit'],
    ['IBM', 'lBM', 'a small l'],
    ['modern', 'modem', 'r and n'],
  ])('%j looks like %j: %s', (one, other) => {
    expect(lookAlikesOf(other, ['nobody', one])).toEqual([one]);
    expect(lookAlikesOf(one, [other, 'nobody'])).toEqual([other]);
  });

  test.each([
    ['acme', 'acne'],
    ['shop-1', 'shop-2'],
    ['böhm', 'bohm'],
    ['павел', 'pavel'],
    ['client10', 'client11'],
    ['', ' x'],
  ])('%j does not look like %j', (one, other) => {
    expect(lookAlikesOf(one, [other])).toEqual([]);
  });

  test('that is taken by another user in another script is created, and the other is named', async () => {
    const store = await openTestStore(buildDatabase({ users: [aUser('acme'), aUser('other')] }));
    expect(await store.users.create('\u0430cme')).toMatchObject({ lookAlikes: ['acme'] });
    expect(await store.users.create('new')).not.toHaveProperty('lookAlikes');
  });
});
