import { describe, expect, test } from 'vitest';
import { missingStatuses } from '../../../src/insight/why/missing.ts';
import type { ComparedCall } from '../../../src/model/why.ts';

const calls = (...counts: readonly (readonly [status: number | null, count: number])[]): readonly ComparedCall[] =>
  counts.flatMap(([statusCode, count]) =>
    Array.from({ length: count }, () => ({
      at: 0,
      username: 'ada',
      route: '/a',
      statusCode,
      ms: 1,
      message: null,
      requestBytes: null,
      requestPayload: null,
    })),
  );

describe('A status is missing', () => {
  test('if most calls elsewhere have it and far fewer here', () => {
    const [line] = missingStatuses(calls([200, 20], [422, 80]), calls([200, 190], [404, 10]));
    expect(line).toMatchObject({
      facts: [{ kind: 'status', value: 200 }],
      here: { count: 20, share: 0.2 },
      elsewhere: { count: 190, share: 0.95 },
    });
  });

  test.each([
    ['if it is rare elsewhere, too', calls([200, 100]), calls([200, 150], [404, 50])],
    ['if it is nearly as common here', calls([200, 80], [500, 20]), calls([200, 100])],
    ['if that may be chance', calls([200, 3], [500, 3]), calls([200, 5], [500, 1])],
    ['if there is none', calls([null, 50]), calls([null, 50])],
  ])('not %s', (_, here, elsewhere) => {
    expect(missingStatuses(here, elsewhere)).toEqual([]);
  });
});
