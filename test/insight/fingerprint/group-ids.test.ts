import { describe, expect, test } from 'vitest';
import { groupId } from '../../../src/insight/fingerprint/fingerprint.ts';
import { GroupIds } from '../../../src/insight/fingerprint/group-ids.ts';

describe('remembered ids of groups', () => {
  const calls = [
    { statusCode: 404, message: 'no user 42', route: '/a' },
    { statusCode: 410, message: 'no user 42', route: '/a' },
    { statusCode: 404, message: null, route: 'no user 42' },
    { statusCode: 404, message: ' ', route: '/a' },
    { statusCode: 404, message: ' ', route: '/b' },
    { statusCode: 404, message: `user ${'x'.repeat(20_000)} is gone`, route: '/a' },
  ];

  test('are those of the calls, the first time and again', () => {
    const ids = new GroupIds();
    expect(calls.map((call) => ids.idOf(call))).toEqual(calls.map(groupId));
    expect(calls.map((call) => ids.idOf(call))).toEqual(calls.map(groupId));
  });

  test('are right after more messages than are remembered', () => {
    const ids = new GroupIds();
    const long = 'x'.repeat(9000);
    for (let count = 0; count < 1500; count += 1) {
      ids.idOf({ statusCode: 500, message: `${count} ${long}`, route: '/a' });
      expect(ids.idOf({ statusCode: 404, message: 'no user 42', route: '/a' })).toBe(
        groupId(calls[0] ?? { statusCode: 0, message: null, route: '' }),
      );
    }
  });
});
