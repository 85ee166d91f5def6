import { expect, test } from 'vitest';
import type { CallWhy } from '../../src/model/call-why.ts';
import type { WhyFact } from '../../src/model/why.ts';
import { whyForJson } from '../../src/questions/why-json.ts';

const none = { callCount: 0, sampleCount: 0 };

/** The facts of the only cause of an answer. */
function written(...facts: readonly WhyFact[]): unknown {
  const share = { count: 1, share: 1 };
  const line = { facts, here: share, elsewhere: share, lift: 1, also: [], isEffect: false, filter: null };
  const [from, to] = [new Date(0), new Date(1)];
  const answer: Omit<CallWhy, 'progress'> = {
    from,
    to,
    verdict: 'found',
    here: none,
    elsewhere: { ...none, how: 'others', windows: [], filter: '' },
    lines: [line],
    missing: [],
  };
  const { causes } = whyForJson(answer) as { readonly causes: readonly { readonly facts: unknown }[] };
  return causes[0]?.facts;
}

const path = [{ key: 'items' }, { any: true }, { key: 'a b' }] as const;

const cases: readonly (readonly [WhyFact, ...(readonly unknown[])[]])[] = [
  [{ kind: 'user', value: 'acme' }, ['user', '=', 'acme']],
  [{ kind: 'status', value: 422 }, ['status', '=', 422]],
  [
    { kind: 'time', from: 0, to: 60_000, isToOpen: true },
    ['time', '>=', '1970-01-01T00:00:00.000Z'],
    ['time', '<', '1970-01-01T00:01:00.000Z'],
  ],
  [{ kind: 'ms', from: 800, to: null, isToOpen: false }, ['ms', '>=', 800]],
  [{ kind: 'size', from: null, to: 10, isToOpen: false }, ['requestBytes', '<=', 10]],
  [{ kind: 'ms', from: 5, to: 5, isToOpen: false }, ['ms', '=', 5]],
  [{ kind: 'time', from: null, to: null, isToOpen: false }, ['time', 'present', null]],
  [{ kind: 'request', is: 'none' }, ['req', 'missing', null]],
  [{ kind: 'request', is: 'not JSON' }, ['req', 'not JSON', null]],
  [{ kind: 'payload', path, test: { is: 'text', text: 'x', isCut: false } }, ['req.items[]."a b"', '=', 'x']],
  [{ kind: 'payload', path, test: { is: 'text', text: 'x', isCut: true } }, ['req.items[]."a b"', 'starts with', 'x']],
  [{ kind: 'payload', path: [{ key: 'a' }], test: { is: 'literal', literal: null } }, ['req.a', '=', null]],
  [
    { kind: 'payload', path: [{ key: 'a' }], test: { is: 'range', from: null, to: null, isToOpen: false } },
    ['req.a', 'number', null],
  ],
  [
    { kind: 'payload', path: [{ key: 'a' }], test: { is: 'length', from: 2, to: null, isToOpen: false } },
    ['length(req.a)', '>=', 2],
  ],
  [{ kind: 'payload', path: [{ key: 'a' }], test: { is: 'missing' } }, ['req.a', 'missing', null]],
];

test.each(cases.map(([fact, ...facts]) => ({ fact, facts })))(
  'a fact of why is written as field, operator and value: $fact',
  ({ fact, facts }) => {
    expect(written(fact)).toEqual(facts.map(([field, operator, value]) => ({ field, operator, value })));
  },
);
