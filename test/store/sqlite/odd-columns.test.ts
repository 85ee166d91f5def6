import { describe, expect, test } from 'vitest';
import { copyReference, openTestStore, runSql } from '../../helpers/store.ts';

describe('Columns that hold other types than they should', () => {
  test('are read without a fault, and what is no number is no status and no time', async () => {
    const path = copyReference();
    runSql(
      path,
      `INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload,
         response_status_code, response_time_ms, error_message) VALUES
         (1, '2026-11-20 11:59:58', x'ff41', 42, x'00ff', 'failed', 'slow', 7),
         (9223372036854775807, '2026-11-19 11:00:00', '/x', NULL, NULL, 9223372036854775807, 1, NULL),
         ('nobody', '2026-11-20T11:59:59.5Z', 5, '${'['.repeat(9000)}${']'.repeat(9000)}', '{', 404.5, 9e999, x'41'),
         (1, 1700000000, '/x', NULL, NULL, 500, 1, NULL),
         (1, NULL, '/x', NULL, NULL, x'35', -1, NULL),
         (1, 'tomorrow', '/x', NULL, NULL, 500, 1, NULL);
       UPDATE "user" SET created_at = 5, updated_at = x'00', is_active = 'yes' WHERE id = 2;
       UPDATE "user" SET username = x'80c3' WHERE id = 6;
       UPDATE product_attributes SET item_main_category = 5, value_price = 'dear', classified_at = x'00',
         classification_status = NULL, color = 9.5 WHERE id = 3;`,
    );
    const store = await openTestStore(path);
    const before = await openTestStore(copyReference());
    const stats = await store.apiLogs.systemStats({ hours: 24 });
    const clean = await before.apiLogs.systemStats({ hours: 24 });
    expect(stats.totalCalls).toBe(clean.totalCalls + 2);
    expect(stats.errorCount).toBe(clean.errorCount + 1);
    expect(stats.avgResponseMs).toBeCloseTo(clean.avgResponseMs ?? 0);
    expect(stats.statusCodes.some(({ statusCode }) => statusCode === null)).toBe(true);
    expect(await store.apiLogs.find(6001)).toMatchObject({
      apiRoute: '\ufffdA',
      requestPayload: 42,
      statusCode: null,
      responseTimeMs: null,
      errorMessage: '7',
    });
    expect(await store.apiLogs.find(6003)).toMatchObject({
      userId: 'nobody',
      username: '#nobody',
      dateTime: new Date('2026-11-20T11:59:59.500Z'),
      requestPayload: expect.stringMatching(/^\[\[\[/),
      responsePayload: '{',
      statusCode: 404.5,
    });
    expect((await store.apiLogs.find(6002))?.username).toMatch(/^#9223372036854775807$/);
    expect((await store.users.list()).find(({ id }) => id === 2)).toMatchObject({ createdAt: null, isActive: false });
    expect((await store.products.find('P0001'))?.valuePrice).toBe(230.77);
    const page = { filter: '', descending: false, offset: 0, limit: 1000, anchorId: null };
    const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
    const products = await store.products.list({ ...page, sort: 'status' });
    expect(products.rows.find(({ id }) => id === 3)).toMatchObject({
      itemMainCategory: '5',
      valuePrice: null,
      classifiedAt: null,
      classificationStatus: '',
      color: '9.5',
    });
    await store.products.stats();
    await store.apiLogs.latencies({ hours: 24 });
    await store.apiLogs.timeline(window, { bucketSeconds: 900 });
    expect((await store.apiLogs.errors({ ...page, sort: 'user', window })).rows.length).toBe(clean.errorCount + 1);
    await store.users.overview({ ...page, sort: 'username', window, bucketCount: 24 });
  });
});

test('A stored payload of another type comes as the text that it is', async () => {
  const path = copyReference();
  const store = await openTestStore(path);
  const id = 1;
  for (const [sql, text] of [
    [`'{"id":1152921504606846977,"p":1.10,"p":2}'`, '{"id":1152921504606846977,"p":1.10,"p":2}'],
    ["x'7b7d'", '{}'],
    ['1152921504606846977', '1152921504606846977'],
    [`'a' || char(0) || 'b'`, 'a\u0000b'],
  ] as const) {
    runSql(path, `UPDATE user_api_call_log SET request_payload = ${sql}, response_payload = NULL WHERE id = ${id}`);
    expect(await store.apiLogs.findStored(id, { maxLength: 100 })).toMatchObject({
      requestPayload: { text, byteCount: text.length, isWhole: true },
      responsePayload: null,
    });
  }
  expect((await store.apiLogs.findStored(id, { maxLength: 1 }))?.requestPayload).toEqual({
    text: 'a',
    byteCount: 3,
    isWhole: false,
    length: 3,
  });
});
