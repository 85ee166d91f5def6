import { describe, expect, test } from 'vitest';
import type { WhyFact } from '../../src/model/why.ts';
import { againstWords, factWords } from '../../src/text/why-words.ts';

const context = { utc: true, now: new Date('2026-11-20T12:00:00Z') };
const span = (from: number | null, to: number | null, isToOpen = false) => ({ from, to, isToOpen });
const age = [{ key: 'recipient' }, { key: 'age' }];
const ofAge = (test: Extract<WhyFact, { readonly kind: 'payload' }>['test']): WhyFact => ({
  kind: 'payload',
  path: age,
  test,
});
const at = (clock: string) => Date.parse(`2026-11-20T${clock}:00Z`);

describe('A fact is said', () => {
  test.each<[WhyFact, string]>([
    [{ kind: 'user', value: 'a\u001b[31mb' }, 'user a␛[31mb'],
    [{ kind: 'status', value: 422 }, 'status 422'],
    [{ kind: 'time', ...span(at('07:10'), at('07:30'), true) }, 'time 07:10–07:30'],
    [{ kind: 'time', ...span(at('07:10'), null) }, 'time from 07:10 on'],
    [{ kind: 'time', ...span(null, at('07:30'), true) }, 'time until 07:30'],
    [{ kind: 'ms', ...span(200, 512) }, 'response time 200–512 ms'],
    [{ kind: 'ms', ...span(800, null) }, 'response time ≥ 800 ms'],
    [{ kind: 'ms', ...span(500, 30_000) }, 'response time 500 ms–30.0 s'],
    [{ kind: 'size', ...span(null, 1200, true) }, 'request size < 1.2 kB'],
    [{ kind: 'request', is: 'none' }, 'no request payload'],
    [{ kind: 'request', is: 'not JSON' }, 'request payload that is not JSON'],
    [ofAge({ is: 'range', ...span(null, 0, true) }), 'req.recipient.age < 0'],
    [ofAge({ is: 'range', ...span(3, 9) }), 'req.recipient.age 3–9'],
    [ofAge({ is: 'range', ...span(7, 7) }), 'req.recipient.age = 7'],
    [ofAge({ is: 'range', ...span(null, null) }), 'req.recipient.age is a number'],
    [ofAge({ is: 'text', text: 'ab', isCut: true }), 'req.recipient.age = ab…'],
    [ofAge({ is: 'text', text: '', isCut: false }), 'req.recipient.age = ""'],
    [ofAge({ is: 'literal', literal: null }), 'req.recipient.age = null'],
    [ofAge({ is: 'length', ...span(0, 0) }), 'length of req.recipient.age = 0'],
    [ofAge({ is: 'missing' }), 'req.recipient.age missing'],
    [{ kind: 'payload', path: [], test: { is: 'present' } }, 'request payload present'],
    [{ kind: 'payload', path: [{ key: 'a b' }, { any: true }], test: { is: 'present' } }, 'req."a b"[] present'],
  ])('%j', (fact, words) => {
    expect(factWords(fact, context)).toBe(words);
  });
});

describe('The calls that others are compared with are said', () => {
  const [from, to] = [new Date(at('07:10')), new Date(at('07:30'))];
  const window = (start: string, end: string) => ({ from: new Date(at(start)), to: new Date(at(end)) });
  const around = (...windows: readonly ReturnType<typeof window>[]) =>
    againstWords({ from, to, elsewhere: { how: 'around', windows, filter: '', callCount: 12_844, sampleCount: 5000 } });

  test('by how long before and after they are', () => {
    expect(around(window('05:50', '07:10'), window('07:30', '08:50'))).toBe(
      'against 12,844 others in the 80 min before and after (sample 5,000)',
    );
    expect(around(window('05:50', '07:10'))).toBe('against 12,844 others in the 80 min before (sample 5,000)');
    expect(around(window('05:30', '06:50'), window('07:50', '09:10'))).toBe(
      'against 12,844 others in the 80 min before and after, without the rest of the peak (sample 5,000)',
    );
  });
});
