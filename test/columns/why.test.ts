import { describe, expect, test } from 'vitest';
import { alsoWords, liftWords, whyLineWords } from '../../src/columns/why.ts';
import type { FilteredWhyLine } from '../../src/model/call-why.ts';
import { context as local } from './records.ts';

const context = { ...local, utc: true };
const user = { kind: 'user', value: 'shop' } as const;
const route = { kind: 'route', value: '/a' } as const;
const status = { kind: 'status', value: 422 } as const;
const line: FilteredWhyLine = {
  facts: [user, status],
  here: { count: 8, share: 0.8 },
  elsewhere: { count: 1, share: 0.01 },
  lift: 79.3,
  also: [status, { kind: 'message', value: 'no' }, route, user],
  isEffect: false,
  filter: null,
};

describe('A line of Why', () => {
  test('says two facts as one, and beside them what else holds: users and routes first, and nothing twice', () => {
    expect(whyLineWords(line, context)).toBe('user shop and status 422');
    expect(alsoWords(line, context)).toBe('route /a, message no');
  });

  test('says how many times as common it is here, or that it is only here', () => {
    expect(liftWords(line)).toBe('79×');
    expect(liftWords({ ...line, elsewhere: { count: 0, share: 0 } })).toBe('only here');
  });
});
