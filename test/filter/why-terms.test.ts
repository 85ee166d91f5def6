import { describe, expect, test } from 'vitest';
import { bindQuery } from '../../src/filter/bind.ts';
import { fits } from '../../src/filter/fits.ts';
import { requireQuery } from '../../src/filter/parse.ts';
import { printFilter } from '../../src/filter/print.ts';
import { filterOfFacts } from '../../src/filter/why-terms.ts';
import type { ComparedCall, PayloadTest, WhyFact } from '../../src/model/why.ts';
import { COMPARED_AT, comparedCall } from '../helpers/compared-call.ts';
import { holds } from '../helpers/why-cases/holds.ts';

const AGE = [{ key: 'to' }, { key: 'age' }] as const;
const TAGS = [{ key: 'my tags' }, { any: true }] as const;
const time = { kind: 'time', from: COMPARED_AT, to: COMPARED_AT + 900_000, isToOpen: true } as const;
const payload = (path: Extract<WhyFact, { readonly kind: 'payload' }>['path'], test: PayloadTest): WhyFact => ({
  kind: 'payload',
  path,
  test,
});

const CALLS: readonly ComparedCall[] = [
  comparedCall(),
  comparedCall({
    username: '#15',
    route: '/a b/*',
    statusCode: 422,
    message: 'No "x" (5 s)',
    ms: 4.25,
    at: COMPARED_AT + 899_999,
  }),
  comparedCall({ ms: null, statusCode: null, at: COMPARED_AT + 900_000, request: { to: null } }),
  comparedCall({ ms: 800, request: { to: { age: -3 }, 'my tags': ['a', 'true', 5] } }),
  comparedCall({ ms: 1200, request: { to: { age: 0 }, 'my tags': [true, 16, 'x'.repeat(200)] } }),
  comparedCall({ ms: 1201, request: { to: { age: 16.5 }, 'my tags': [] } }),
  comparedCall({ request: { to: { age: '16' }, 'my tags': ['16', null] } }),
  comparedCall({ request: { to: {} } }),
];

const FACTS: readonly (readonly [string, readonly WhyFact[]])[] = [
  ['user:anna', [{ kind: 'user', value: 'anna' }]],
  [
    'user:"#15" route:"/a b/*"',
    [
      { kind: 'user', value: '#15' },
      { kind: 'route', value: '/a b/*' },
    ],
  ],
  ['status:422', [{ kind: 'status', value: 422 }]],
  ['message:"No \\"x\\" (5 s)"', [{ kind: 'message', value: 'No "x" (5 s)' }]],
  ['time:2026-11-24T12:00:00Z..2026-11-24T12:15:00Z', [time]],
  ['time:<2026-11-24T12:15:00Z', [{ ...time, from: null }]],
  ['ms:4.25..1200', [{ kind: 'ms', from: 4.25, to: 1200, isToOpen: false }]],
  ['ms:<800', [{ kind: 'ms', from: null, to: 800, isToOpen: true }]],
  ['ms:*', [{ kind: 'ms', from: null, to: null, isToOpen: false }]],
  ['-req:*', [{ kind: 'request', is: 'none' }]],
  ['req:*', [payload([], { is: 'present' })]],
  ['req.to.age:<0', [payload(AGE, { is: 'range', from: null, to: 0, isToOpen: true })]],
  ['req.to.age:-3..16', [payload(AGE, { is: 'range', from: -3, to: 16, isToOpen: false })]],
  ['req."my tags"[]:16..16', [payload(TAGS, { is: 'range', from: 16, to: 16, isToOpen: false })]],
  ['req."my tags"[]:"true"', [payload(TAGS, { is: 'text', text: 'true', isCut: false })]],
  ['req."my tags"[]:true', [payload(TAGS, { is: 'literal', literal: true })]],
  ['req."my tags"[]:null', [payload(TAGS, { is: 'literal', literal: null })]],
  [`req."my tags"[]:${'x'.repeat(79)}*`, [payload(TAGS, { is: 'text', text: 'x'.repeat(79), isCut: true })]],
  ['req.to:* -req.to.age:*', [payload(AGE, { is: 'missing' })]],
  ['req.to.age:*', [payload(AGE, { is: 'present' })]],
];

describe('the filter of facts', () => {
  test.each(FACTS)('%s fits the calls for which they hold, and is read again as it is written', (text, facts) => {
    const filter = filterOfFacts(facts);
    if (filter === null) throw new Error('no filter');
    expect(printFilter(filter)).toBe(text);
    expect(requireQuery(text)).toEqual(filter);
    const isFit = fits(
      bindQuery(requireQuery(text), {
        now: new Date(COMPARED_AT),
        isUtc: true,
        idsOf: (wanted) => idsOf(wanted),
        groupsThat: () => new Set(),
        usersThat: (state) => new Set(state === 'idle' ? [2] : []),
      }),
    );
    const stored = (call: ComparedCall, userId: number) => ({
      userId,
      route: call.route,
      status: call.statusCode,
      ms: call.ms,
      timeMs: call.at,
      message: call.message,
      request: call.requestPayload,
      response: null,
    });
    expect(CALLS.map((call, index) => isFit(stored(call, index)))).toEqual(
      CALLS.map((call) => facts.every((fact) => holds(fact, call))),
    );
  });

  test('does not exist where the language has no words for one of them', () => {
    const size: WhyFact = { kind: 'size', from: 6000, to: null, isToOpen: false };
    const length = payload(TAGS.slice(0, 1), { is: 'length', from: 5, to: null, isToOpen: false });
    for (const fact of [size, length, { kind: 'request', is: 'not JSON' } as const]) {
      expect(filterOfFacts([{ kind: 'user', value: 'anna' }, fact])).toBeNull();
    }
    expect(filterOfFacts([])).toBeNull();
  });
});

function idsOf(wanted: { readonly is: string; readonly text?: string }): ReadonlySet<number> {
  return new Set(
    CALLS.flatMap(({ username }, index) => (wanted.is === 'text' && wanted.text === username ? [index] : [])),
  );
}
