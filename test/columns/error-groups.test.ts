import { describe, expect, test } from 'vitest';
import { errorGroupColumns, errorGroupCsvColumns, errorGroupReportColumns } from '../../src/columns/error-groups.ts';
import { groupFacts, usualText } from '../../src/columns/group-facts.ts';
import type { GroupState, GroupTriage } from '../../src/model/error-group.ts';
import { isSettled } from '../../src/model/group-state.ts';
import { placeListColumns } from '../../src/tui/list/table.ts';
import { cellOf, context, csvValueOf, errorGroup, hostile, now } from './records.ts';

const open: GroupTriage = { resolvedAt: null, ignoredAt: null, note: '' };
const facts = (changes: Parameters<typeof errorGroup>[0] = {}, isWhole = true, isPast = false) =>
  groupFacts(errorGroup(changes), { now, utc: false, isWhole, isPast }).map(({ text }) => text);

describe('groups of failed calls', () => {
  const columns = errorGroupColumns('last 24 h', 120);

  test('show fewer columns the narrower the screen is, and message, count and state on the narrowest', () => {
    const shown = (width: number) =>
      placeListColumns(errorGroupColumns('last 24 h', width), width).map(({ column }) => column.id);
    expect(shown(40)).toEqual(['state', 'callCount', 'message']);
    expect(shown(80)).toEqual(['state', 'lastSeen', 'callCount', 'statusCode', 'message']);
    expect(shown(60)).toEqual(['state', 'callCount', 'statusCode', 'message']);
    expect(shown(120)).toEqual([
      'state',
      'lastSeen',
      'callCount',
      'userCount',
      'trend',
      'statusCode',
      'message',
      'topRoute',
    ]);
    expect(shown(200)).toEqual([
      ...shown(120).slice(0, 5),
      'usualPerHour',
      ...shown(120).slice(5),
      'topUser',
      'firstSeen',
    ]);
  });

  test.each<[GroupState, string, string, string]>([
    ['rising', '▲ RISING', '▲ RISING', '^ RISING'],
    ['new', '● NEW', '● NEW', '* NEW'],
    ['regressed', '↺ REGRESSED', 'REGRESSED', '< REGRESSED'],
    ['with traffic', '↑ with traffic', '↑ traffic', '+ with traffic'],
    ['steady', '  steady', '  steady', '  steady'],
    ['quiet', '  quiet', '  quiet', '  quiet'],
  ])('say %s by a sign and a word, whatever the width and without colours', (state, wide, narrow, ascii) => {
    const group = errorGroup({ state });
    expect(cellOf(columns, 'state', group, 14).text).toBe(wide);
    expect(cellOf(columns, 'state', group, 9).text).toBe(narrow);
    expect(columns[0]?.cell(group, { ...context, style: 'ascii' }, 14).text).toBe(ascii);
  });

  test('say what a person decided in place of the state, and are muted then', () => {
    const shown = (changes: Parameters<typeof errorGroup>[0]) => {
      const group = errorGroup(changes);
      return [cellOf(columns, 'state', group, 14).text, isSettled(group)];
    };
    expect(shown({ isResolved: true })).toEqual(['✓ resolved', true]);
    expect(shown({ isIgnored: true })).toEqual(['○ ignored', true]);
    expect(shown({ state: 'regressed', triage: { ...open, resolvedAt: now } })).toEqual(['↺ REGRESSED', false]);
  });

  test('name the route and the user with most calls, and say how many others or which share', () => {
    expect(cellOf(columns, 'topRoute', errorGroup(), 20).text).toBe('/api/predict +2');
    expect(cellOf(columns, 'topRoute', errorGroup({ topRoute: '/api/gifts/recommend' }), 14).text).toBe(
      '…/recommend +2',
    );
    expect(cellOf(columns, 'topRoute', errorGroup({ routes: ['/api/predict'] }), 20).text).toBe('/api/predict');
    expect(cellOf(columns, 'topUser', errorGroup(), 30).text).toBe('wunschzettel-app 94 %');
    const share = (topUserShare: number) => cellOf(columns, 'topUser', errorGroup({ topUser: 'a', topUserShare })).text;
    expect([0.004, 0.999, 1].map(share)).toEqual(['a <1 %', 'a >99 %', 'a 100 %']);
  });

  test('say where the calls have no message, and on which route they were', () => {
    const cell = cellOf(columns, 'message', errorGroup({ message: null }), 40);
    expect(cell).toMatchObject({ text: 'no message · /api/predict', tone: 'muted' });
  });

  test('tell what stands below the list of one of them', () => {
    expect(facts()).toEqual(['first 26 Oct 07:12', 'last 21 Nov 19:00', '94 % wunschzettel-app', 'usually 6 an hour']);
    expect(facts({}, false)[0]).toBe('first known 26 Oct 07:12');
    expect(facts({ triage: { resolvedAt: now, ignoredAt: now, note: 'wait' }, usualPerHour: 0, topUser: '' })).toEqual([
      'first 26 Oct 07:12',
      'last 21 Nov 19:00',
      'resolved 08:00:00',
      'ignored since 08:00:00',
      '“wait”',
    ]);
  });

  test('say that none came lately only of a group that was silent, and which window a last call is of', () => {
    const old = { lastSeenAt: new Date('2026-11-01T19:00:00Z'), usualPerHour: 0, topUser: '' };
    expect(facts(old)).toEqual(['first 26 Oct 07:12', 'last 1 Nov 20:00', 'none in the last 7 d']);
    expect(facts({ usualPerHour: 0, topUser: '' })).toEqual(['first 26 Oct 07:12', 'last 21 Nov 19:00']);
    expect(facts(old, true, true)).toEqual(['first 26 Oct 07:12', 'last in the window 1 Nov 20:00']);
  });

  test('mark times in the future, and call nothing usual of a group that is not a day old', () => {
    const firstSeenAt = new Date(now.getTime() - 3_600_000);
    const lastSeenAt = new Date(now.getTime() + 7_200_000);
    expect(facts({ firstSeenAt, lastSeenAt, topUser: '' })).toEqual(['first 07:00:00', 'last 10:00:00 in the future']);
    expect(facts({ firstSeenAt, lastSeenAt, topUser: '' }, false)).toContain('usually 6 an hour');
  });

  test('tell how often their calls come in the unit that fits', () => {
    expect([1382.4, 6.2, 0.5, 0.49, 0.13, 0.02, 0.001, 0].map(usualText)).toEqual([
      '1.4k an hour',
      '6 an hour',
      '1 an hour',
      '12 a day',
      '3 a day',
      '<1 a day',
      '<1 a day',
      '–',
    ]);
  });

  test('never paint, ring or hide', () => {
    const group = errorGroup({
      message: hostile,
      topUser: hostile,
      topRoute: hostile,
      triage: { ...open, note: hostile },
    });
    const cells = errorGroupReportColumns(true).map((column) => column.cell(group, context, 80).text);
    expect([...cells, ...facts(group)].join('')).not.toMatch(/[\u0000-\u001f\u202e\u200b]/);
  });

  test('write whole values to CSV', () => {
    const message = 'x'.repeat(500);
    expect(csvValueOf(errorGroupCsvColumns, 'message', errorGroup({ message }))).toBe(message);
    expect(csvValueOf(errorGroupCsvColumns, 'firstSeen', errorGroup())).toBe('2026-10-26T06:12:00.000Z');
    expect(csvValueOf(errorGroupCsvColumns, 'resolvedAt', errorGroup())).toBeNull();
    expect(csvValueOf(errorGroupCsvColumns, 'trend', errorGroup())).toBe('0 1 2 8');
    expect(new Set(errorGroupCsvColumns.map(({ id }) => id)).size).toBe(errorGroupCsvColumns.length);
  });
});
