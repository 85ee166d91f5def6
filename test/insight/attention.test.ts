import { describe, expect, test } from 'vitest';
import { arrangeLines, staysAside } from '../../src/insight/attention/arrange-lines.ts';
import { type CacheFacts, cacheLine } from '../../src/insight/attention/cache-line.ts';
import { groupLine } from '../../src/insight/attention/group-lines.ts';
import { type GrowthFacts, growthLine } from '../../src/insight/attention/growth-line.ts';
import { type KeyFacts, unusedKey } from '../../src/insight/attention/key-lines.ts';
import { type HourFacts, silence } from '../../src/insight/attention/silence.ts';
import { type RouteFacts, slowRouteLine } from '../../src/insight/attention/slow-routes.ts';
import { type UserFacts, userErrorLines } from '../../src/insight/attention/user-errors.ts';
import type { AttentionLine } from '../../src/model/attention.ts';
import { type ErrorGroup, UNDECIDED } from '../../src/model/error-group.ts';
import { defaultThresholds } from '../../src/model/settings.ts';

const limits = defaultThresholds.attention;
const NOW = new Date('2026-11-20T12:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const window = { from: ago(1), to: NOW };

describe('A user’s errors are a line', () => {
  const user = (facts: Partial<UserFacts>): UserFacts => ({
    userId: 1,
    username: 'acme',
    callCount: 100,
    errorCount: 20,
    usual: { callCount: 1000, errorCount: 10 },
    since: null,
    overSince: null,
    window,
    ...facts,
  });
  test.each<[string, Partial<UserFacts>, AttentionLine['danger'] | undefined]>([
    ['at 20 %', {}, 'raised'],
    ['at 50 %, which is bad', { errorCount: 50 }, 'bad'],
    ['once they are over, without danger', { errorCount: 50, overSince: NOW }, 'low'],
    ['not below 20 %', { errorCount: 19 }, undefined],
    ['with 50 calls', { callCount: 50, errorCount: 10 }, 'raised'],
    ['not with 49 calls', { callCount: 49, errorCount: 49 }, undefined],
    ['at 3 times the usual share', { errorCount: 30, usual: { callCount: 1000, errorCount: 100 } }, 'raised'],
    ['not below 3 times the usual share', { errorCount: 29, usual: { callCount: 1000, errorCount: 100 } }, undefined],
    ['of a user without earlier calls', { usual: { callCount: 0, errorCount: 0 } }, 'raised'],
  ])('%s', (_, facts, danger) => {
    expect(userErrorLines([user(facts)], limits)[0]?.danger).toBe(danger);
  });

  test('each for itself up to 5, and one for all of more', () => {
    const users = (count: number) => Array.from({ length: count }, (_, id) => user({ userId: id, username: `u${id}` }));
    expect(userErrorLines(users(5), limits).map(({ kind }) => kind)).toEqual(Array(5).fill('user errors'));
    expect(userErrorLines(users(6), limits)).toMatchObject([
      { kind: 'errors of many', userCount: 6, callCount: 600, errorCount: 120, usernames: ['u0', 'u1', 'u2'] },
    ]);
  });
});

describe('A slow route is a line', () => {
  const hours = (ms: number, days: number, callCount = 50) =>
    Array.from({ length: days }, () => ({ callCount, p95ResponseMs: ms }));
  const route = (facts: Partial<RouteFacts>): RouteFacts => ({
    apiRoute: '/api/predict',
    callCount: 100,
    p95ResponseMs: 200,
    before: hours(100, 7),
    since: null,
    window,
    ...facts,
  });
  test.each<[string, Partial<RouteFacts>, AttentionLine['danger'] | undefined]>([
    ['at twice the usual p95', {}, 'raised'],
    ['at 4 times, which is bad', { p95ResponseMs: 400 }, 'bad'],
    ['not below twice', { p95ResponseMs: 199 }, undefined],
    ['not with 99 calls', { callCount: 99 }, undefined],
    ['with 3 days to compare with', { before: hours(100, 3) }, 'raised'],
    ['not with 2 days', { before: hours(100, 2) }, undefined],
    ['not with days of a few calls', { before: hours(100, 7, 19) }, undefined],
    ['whatever one bad day was like', { before: [...hours(100, 4), ...hours(900, 1)] }, 'raised'],
    ['not where half of the days were as slow', { before: [...hours(100, 3), ...hours(150, 3)] }, undefined],
    ['not where nothing took time', { p95ResponseMs: 0, before: hours(0, 7) }, undefined],
  ])('%s', (_, facts, danger) => {
    expect(slowRouteLine(route(facts), limits)?.danger).toBe(danger);
  });
});

describe('Silence is a line', () => {
  const hour = (facts: Partial<HourFacts>): HourFacts => ({
    callCount: 0,
    before: Array(7).fill(20),
    lastCallAt: NOW,
    ...facts,
  });
  test.each<[string, Partial<HourFacts>, boolean]>([
    ['where there always were 20 calls', {}, true],
    ['not where one day had 19', { before: [...Array(6).fill(500), 19] }, false],
    ['not with a call', { callCount: 1 }, false],
    ['with 5 days to compare with', { before: Array(5).fill(20) }, true],
    ['not with 4 days', { before: Array(4).fill(500) }, false],
    ['not in a log without calls', { lastCallAt: null }, false],
  ])('%s', (_, facts, isLine) => {
    expect(silence(hour(facts)) !== undefined).toBe(isLine);
  });
});

describe('A key is unused', () => {
  test.each<[string, Partial<KeyFacts>, ReturnType<typeof unusedKey>]>([
    ['if it is older than 14 days and was never used', { createdAt: ago(14.1) }, 'never used'],
    ['not at 14 days', { createdAt: ago(14) }, undefined],
    ['not if nobody knows its age', { createdAt: null }, undefined],
    ['if it was used more than 90 days ago', { createdAt: ago(200), lastCallAt: ago(90.1) }, 'idle'],
    ['not at 90 days', { createdAt: ago(200), lastCallAt: ago(90) }, undefined],
    ['not if it is refused', { createdAt: ago(200), isActive: false }, undefined],
    ['not if its call claims to be of the future', { createdAt: ago(200), lastCallAt: ago(-1) }, undefined],
  ])('%s', (_, facts, verdict) => {
    expect(unusedKey({ isActive: true, createdAt: null, lastCallAt: null, ...facts }, NOW, limits)).toBe(verdict);
  });
});

describe('Failures of the cache are a line', () => {
  test.each<[string, Partial<CacheFacts>, AttentionLine['danger'] | undefined]>([
    ['at 5 %', { entryCount: 100, failedCount: 5 }, 'raised'],
    ['at 20 %, which is bad', { entryCount: 100, failedCount: 20 }, 'bad'],
    ['not below 5 %', { entryCount: 1000, failedCount: 49 }, undefined],
    ['not of 19 entries', { entryCount: 19, failedCount: 19 }, undefined],
    ['not of an empty cache', {}, undefined],
  ])('%s', (_, facts, danger) => {
    expect(cacheLine({ entryCount: 0, failedCount: 0, lastFailedAt: null, ...facts }, limits)?.danger).toBe(danger);
  });
});

describe('Growth is a line', () => {
  // 1,000 bytes a call, and 300,000 calls in 30 days.
  const facts = { sizeBytes: 1e10, logCount: 1e7, weekCount: 70_000, cleanedAt: null };
  test.each<[string, Partial<GrowthFacts>, boolean]>([
    ['above 1 GB in 30 days', { weekCount: 240_000 }, true],
    ['not at less', { weekCount: 230_000 }, false],
    ['not where the log was cleaned up in these days', { weekCount: 240_000, cleanedAt: ago(29) }, false],
    ['where that is longer ago', { weekCount: 240_000, cleanedAt: ago(31) }, true],
    ['not of an empty log', { logCount: 0, weekCount: 0 }, false],
    ['not by rows that are counted too low', { sizeBytes: 1e6, logCount: 10, weekCount: 240_000 }, false],
  ])('%s', (_, some, isLine) => {
    expect(growthLine({ ...facts, ...some }, NOW, limits) !== undefined).toBe(isLine);
  });
});

const group = (parts: Partial<ErrorGroup>): ErrorGroup => ({
  id: '3f2a1b0c',
  statusCode: 422,
  message: 'age is missing',
  state: 'rising',
  triage: UNDECIDED,
  isResolved: false,
  isIgnored: false,
  callCount: 20,
  userCount: 1,
  routes: [],
  topRoute: '',
  topUser: '',
  topUserShare: 0,
  firstSeenAt: null,
  lastSeenAt: null,
  trend: [],
  usualPerHour: 0,
  ...parts,
});

describe('A group is a line', () => {
  test.each<[string, Partial<ErrorGroup>, AttentionLine['danger'] | undefined]>([
    ['where it rises', {}, 'bad'],
    ['where it came back', { state: 'regressed' }, 'raised'],
    ['where one of the server came back', { state: 'regressed', statusCode: 500 }, 'bad'],
    ['where it is new', { state: 'new' }, 'low'],
    ['where one of the server is new', { state: 'new', statusCode: 503 }, 'raised'],
    ['where it is new and has 100 calls', { state: 'new', callCount: 100 }, 'raised'],
    ['not where all traffic rises as much', { state: 'with traffic' }, undefined],
    ['not where it is steady', { state: 'steady' }, undefined],
    ['not where somebody ignores it', { isIgnored: true }, undefined],
    ['not where somebody resolved it', { isResolved: true }, undefined],
  ])('%s', (_, parts, danger) => {
    expect(groupLine({ group: group(parts), since: null, window })?.danger).toBe(danger);
  });
});

describe('The lines', () => {
  const line = (parts: Partial<ErrorGroup>): AttentionLine[] =>
    [groupLine({ group: group(parts), since: null, window })].filter((found) => found !== undefined);

  test('stand by danger, then the greatest first', () => {
    const lines = [
      ...line({ id: 'aaaaaaaa', state: 'new' }),
      ...line({ id: 'bbbbbbbb', callCount: 5 }),
      ...line({ id: 'cccccccc', callCount: 50 }),
      ...line({ id: 'dddddddd', state: 'regressed' }),
    ];
    expect(arrangeLines(lines).map(({ id }) => id.slice(6, 7))).toEqual(['c', 'b', 'd', 'a']);
  });

  test.each<[string, Partial<ErrorGroup>, number, boolean]>([
    ['stay aside', {}, 0.5, true],
    ['stay aside while they grow a little', { callCount: 29 }, 0.5, true],
    ['come back half as much again', { callCount: 30 }, 0.5, false],
    ['come back after a day', {}, 1, false],
    ['come back more dangerous', { state: 'rising', callCount: 20 }, 0.5, false],
  ])('%s', (name, parts, days, stays) => {
    const [before] = line({ state: 'regressed' });
    const [now] = line({ state: 'regressed', ...parts });
    if (before === undefined || now === undefined) throw new Error(name);
    const aside = { at: ago(days), danger: before.danger, measure: before.measure };
    expect(staysAside(now, aside, NOW)).toBe(stays);
    expect(staysAside(now, undefined, NOW)).toBe(false);
  });
});
