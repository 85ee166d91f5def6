import { describe, expect, test } from 'vitest';
import { groupId } from '../../../src/insight/fingerprint/fingerprint.ts';
import { readRequests, type WebsiteRequest } from '../../helpers/website-traffic.ts';

const failed = { statusCode: 404, message: 'no user 42', route: '/api/users' };

describe('the group of a failed call', () => {
  test('has an id that stays the same from version to version', () => {
    expect(groupId(failed)).toBe('27b06c01');
  });

  test('is that of its status and of what its message shares with others, on any route', () => {
    expect(groupId({ ...failed, message: 'no user 43', route: '/api/orders' })).toBe(groupId(failed));
    expect(groupId({ ...failed, message: 'no order 42' })).not.toBe(groupId(failed));
    expect(groupId({ ...failed, statusCode: 410 })).not.toBe(groupId(failed));
  });

  test.each([null, '', ' \n'])('is that of its route where the message is %j', (message) => {
    expect(groupId({ ...failed, message })).toBe(groupId({ ...failed, message: null }));
    expect(groupId({ ...failed, message, route: '/api/orders' })).not.toBe(groupId({ ...failed, message }));
  });
});

describe('the failed calls of a real website', () => {
  const ways: Readonly<Record<string, (request: WebsiteRequest) => string>> = {
    'with method, path and agent': ({ method, path, agent }) => `${method} ${path} refused, for ${agent}`,
    'with status, method, path and agent': ({ status, method, path, agent }) =>
      `${status} ${method} ${path} not served to ${agent}`,
  };

  test.each(Object.entries(ways))('are few groups, worded %s', (_, toMessage) => {
    const calls = Array.from(readRequests()).filter(({ status }) => status >= 400);
    const groups = new Set(
      calls.map((call) => groupId({ statusCode: call.status, message: toMessage(call), route: call.path })),
    );
    expect(calls.length).toBe(220);
    expect(groups.size).toBeLessThanOrEqual(25);
  });
});
