import { describe, expect, test, vi } from 'vitest';
import { bindQuery } from '../../src/filter/bind.ts';
import { type FilteredCall, fits } from '../../src/filter/fits.ts';
import { isJson, jsonValuesAt } from '../../src/filter/json-values.ts';
import { requireQuery } from '../../src/filter/parse.ts';
import type { UserWord } from '../../src/filter/query.ts';
import { caselessMatch, exactMatch } from '../../src/filter/text-match.ts';
import { timeSpanOf } from '../../src/filter/time-span.ts';
import { verdictOfUser } from '../../src/filter/user-verdict.ts';
import { withoutMessages, workOf } from '../../src/filter/work.ts';
import { groupId } from '../../src/insight/fingerprint/fingerprint.ts';

const users = [
  { id: 1, username: 'acme-shop' },
  { id: 15, username: 'Acme' },
];
const reader = { now: new Date('2026-11-25T09:30:00Z'), isUtc: true };

const groupOfCall = groupId({ statusCode: 422, message: 'Validation failed: Été 100% "x"', route: '/api/predict' });

function bound(filter: string) {
  return bindQuery(requireQuery(filter), {
    ...reader,
    idsOf: (wanted) =>
      new Set(
        users
          .filter(({ id, username }) => {
            if (wanted.is === 'id') return wanted.id === id;
            return wanted.is === 'contains' ? caselessMatch(wanted)(username) : exactMatch(wanted)(username);
          })
          .map(({ id }) => id),
      ),
    groupsThat: (state) => new Set(state === 'rising' ? [groupOfCall] : []),
    usersThat: (state) => new Set(state === 'idle' ? [2] : []),
  });
}

const call: FilteredCall = {
  userId: 1,
  route: '/api/predict',
  status: 422,
  ms: 4.6,
  timeMs: Date.parse('2026-11-25T08:30:00Z'),
  message: 'Validation failed: Été 100% "x"',
  request: '{"recipient":{"age":-6,"name":"\\u00c9mile"},"interests":["jazz","42"],"a":1,"a":2,"none":null,"n":1.0}',
  response: null,
};

describe('a bound filter', () => {
  test.each([
    ['', true],
    ['-*', false],
    ['user:acme-shop', true],
    ['user:acme', false],
    ['user:acme-*,nobody', true],
    ['user:#1', true],
    ['user:#15', false],
    ['-user:nobody', true],
    ['route:/api/*', true],
    ['route:/API/*', false],
    ['route:*pre*ict', true],
    ['route:*predict*predict', false],
    ['status:4xx', true],
    ['status:>422', false],
    ['status:none', false],
    ['ms:4.6', true],
    ['ms:>4.6', false],
    ['ms:4..5', true],
    ['ms:none', false],
    ['time:90m', true],
    ['time:30m', false],
    ['time:08:00..09:00', true],
    ['time:2026-11-25T08', true],
    ['time:2026-11-24', false],
    ['time:now/d', true],
    ['until:2026-11-24', false],
    ['since:2026-11-25', true],
    ['is:error', true],
    ['m:validation*', true],
    ['m:*ÉTÉ*', true],
    ['m:"validation failed"', false],
    ['m:*100%*', true],
    ['m:*', true],
    ['PREDICT', true],
    ['22', true],
    ['acme', true],
    ['jazz', false],
    ['body:JAZZ', true],
    ['body:émile', true],
    ['body:nothing', false],
    ['req.recipient.age:<0', true],
    ['req.recipient.age:-6', true],
    ['req.recipient.name:Émile', true],
    ['req.recipient.name:É*', true],
    ['req.interests[]:jazz', true],
    ['req.interests[0]:jazz', true],
    ['req.interests[1]:jazz', false],
    ['req.interests[]:42', true],
    ['req.interests[]:>40', false],
    ['req.n:1', true],
    ['req.n:"1"', false],
    ['req.a:1', true],
    ['req.a:2', false],
    ['req.none:null', true],
    ['req.none:*', true],
    ['req.missing:*', false],
    ['res.a:*', false],
    [`group:${groupOfCall}`, true],
    [`group:0000,${groupOfCall.slice(0, 4)}`, true],
    ['group:0000', false],
    ['group:*', true],
    ['is:rising', true],
    ['is:new', false],
    ['-is:new', true],
    ['is:new,error', true],
    ['acme -(status:5xx OR ms:>=800) is:error', true],
  ])('%s fits: %s', (filter, isFit) => {
    expect(fits(bound(filter))(call)).toBe(isFit);
  });

  test('ends a payload at a null byte, as JSON of SQLite does', () => {
    expect(fits(bound('req.a:1'))({ ...call, request: '{"a":1}\0rest' })).toBe(true);
    expect(fits(bound('req.a:*'))({ ...call, request: '{"a":"x\0y"}' })).toBe(false);
  });

  test('looks into payloads of any size', () => {
    const escapes = `{"a":"${'\\n'.repeat(5_000_000)}","b":1}`;
    expect(fits(bound('req.b:1'))({ ...call, request: escapes })).toBe(true);
    const list = `[[${'1,'.repeat(300_000)}5]]`;
    expect(fits(bound('req[][]:5'))({ ...call, request: list })).toBe(true);
  });

  test('finds Greek words whatever follows their sigma', () => {
    expect(fits(bound('m:*ΟΔΟΣ*'))({ ...call, message: 'ΟΔΟΣΑ' })).toBe(true);
    expect(fits(bound('ΟΔΟΣ'))({ ...call, message: 'οδοσα' })).toBe(true);
  });

  test('finds text with any of the escapes of JSON in bodies', () => {
    const request = String.raw`{"a":"say \"hi\" \/ C:\\new \u00e9t\u00e9"}`;
    for (const text of ['"say \\"hi\\" / C:\\\\new"', 'ÉTÉ', 'hi', 'say*été']) {
      expect(fits(bound(`body:${text}`))({ ...call, request }), text).toBe(true);
    }
  });

  test('finds no message in calls that did not fail', () => {
    expect(fits(bound('m:*'))({ ...call, status: 200 })).toBe(false);
    expect(fits(bound('-m:*'))({ ...call, status: 200 })).toBe(true);
  });

  test('finds no group in calls that did not fail', () => {
    for (const filter of ['group:*', `group:${groupOfCall}`, 'is:rising']) {
      expect(fits(bound(filter))({ ...call, status: 200 })).toBe(false);
      expect(fits(bound(`-${filter}`))({ ...call, status: 200 })).toBe(true);
      expect(withoutMessages(bound(`${filter} OR status:200`))).toEqual(
        filter === 'group:*' ? bound('is:error OR status:200') : bound('status:200'),
      );
    }
  });

  test('compares only numbers with numbers, whatever a column holds', () => {
    expect(fits(bound('status:404'))({ ...call, status: '404' })).toBe(false);
    expect(fits(bound('status:none'))({ ...call, status: 'teapot' })).toBe(true);
    expect(fits(bound('ms:none'))({ ...call, ms: 'slow' })).toBe(true);
    expect(fits(bound('time:90m'))({ ...call, timeMs: undefined })).toBe(false);
  });

  test('leaves out what changes nothing', () => {
    expect(bound('user:nobody OR status:422')).toEqual(bound('status:422'));
    expect(bound('user:nobody status:422')).toEqual({ kind: 'or', parts: [] });
    expect(bound('* status:422')).toEqual(bound('status:422'));
  });

  test('tells the work that it needs', () => {
    expect(['', 'status:4xx user:acme-*', 'm:*a*', 'acme', 'm:*a* body:x'].map((text) => workOf(bound(text)))).toEqual([
      'sums',
      'compact',
      'message',
      'message',
      'payload',
    ]);
    expect(withoutMessages(bound('status:4xx OR -m:*a*'))).toEqual({ kind: 'and', parts: [] });
    expect(withoutMessages(bound('status:4xx m:*a*'))).toEqual({ kind: 'or', parts: [] });
  });
});

describe('a filter of users', () => {
  test.each([
    ['acme', true, true],
    ['user:acme-*', true, false],
    ['-user:acme-*', false, true],
    ['status:4xx', undefined, undefined],
    ['user:acme-* status:4xx', undefined, false],
    ['user:acme-* OR status:4xx', true, undefined],
    ['predict', false, false],
    ['acme status:4xx', undefined, undefined],
    ['user:#15', false, true],
    ['is:idle', false, true],
    ['-is:idle', true, false],
    ['is:idle,never user:Acme', false, true],
    ['is:idle OR status:4xx', undefined, true],
    ['is:idle,error', undefined, true],
    ['is:never', false, false],
  ])('%s decides by the user alone where it can', (filter, ofShop, ofAcme) => {
    const query = requireQuery(filter);
    const [shop = { id: 0, username: '' }, acme = { id: 0, username: '' }] = users;
    const usersThat = (state: UserWord) => new Set(state === 'idle' ? [acme.id] : []);
    const verdicts = [shop, acme].map((user) => verdictOfUser(query, { ...user, usersThat }));
    expect(verdicts).toEqual([ofShop, ofAcme]);
  });
});

describe('the time of a filter', () => {
  test.each([
    ['status:4xx', undefined],
    ['time:90m status:4xx', { from: new Date('2026-11-25T08:00:00Z'), to: null }],
    ['time:17:00..18:00', { from: new Date('2026-11-25T17:00:00Z'), to: new Date('2026-11-25T18:00:00Z') }],
    [
      'since:2026-11-20 until:2026-11-21',
      { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-22T00:00:00Z') },
    ],
    ['time:2026-11 OR status:4xx', undefined],
    ['time:2026-10 OR time:2026-11', { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-12-01T00:00:00Z') }],
    ['-time:90m', undefined],
    ['time:2026-11-24T17..18', { from: new Date('2026-11-24T17:00:00Z'), to: new Date('2026-11-24T18:00:00Z') }],
    ['time:2026-11-24T17:00+02:00', { from: new Date('2026-11-24T15:00:00Z'), to: new Date('2026-11-24T15:01:00Z') }],
    ['time:now/w', { from: new Date('2026-11-23T00:00:00Z'), to: null }],
  ])('%s spans what it can fit', (filter, span) => {
    expect(timeSpanOf(requireQuery(filter), reader)).toEqual(span);
  });
});

describe('the start of an hour that comes twice', () => {
  test('is that of the hour now', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const now = new Date('2026-10-25T01:30:00Z');
    const span = timeSpanOf(requireQuery('time:now/h'), { now, isUtc: false });
    vi.unstubAllEnvs();
    expect(span?.from).toEqual(new Date('2026-10-25T01:00:00Z'));
  });
});

describe('values in JSON text', () => {
  test('are found as they are written, the first of two keys', () => {
    const text = ' {"a" : [1.0, {"b":"x\\"]"}, [[]]] ,"a":2, "":{"c": -0}} ';
    expect(jsonValuesAt(text, [{ key: 'a' }, { any: true }])).toEqual(['1.0', '{"b":"x\\"]"}', '[[]]']);
    expect(jsonValuesAt(text, [{ key: 'a' }, { index: 1 }, { key: 'b' }])).toEqual(['"x\\"]"']);
    expect(jsonValuesAt(text, [{ key: '' }, { key: 'c' }])).toEqual(['-0']);
    expect(jsonValuesAt(text, [{ key: 'z' }])).toEqual([]);
    expect(jsonValuesAt('5', [])).toEqual(['5']);
  });

  test('are looked for in strict JSON alone, at most 1000 levels deep', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(['{"a":1}', ' 5 ', nested(1000)].map(isJson)).toEqual([true, true, true]);
    expect(["{'a':1}", '{"a":1', '', '{"a":1}\0', nested(1001)].map(isJson)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('are read from text of many megabytes', () => {
    const text = `{"long":"${'x'.repeat(5_000_000)}","a":1}`;
    expect(jsonValuesAt(text, [{ key: 'a' }])).toEqual(['1']);
  });
});
