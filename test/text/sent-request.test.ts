import { describe, expect, test } from 'vitest';
import { Blanking } from '../../src/integration/blanking/blanking.ts';
import { withRecord } from '../../src/integration/logging/request-record.ts';
import { curlCommand } from '../../src/text/curl.ts';
import { JsonText } from '../../src/text/json-text.ts';
import { sentRequest } from '../../src/text/sent-request.ts';

const blanking = new Blanking();

/** The request of a call whose payload is logged with a record. */
const sent = (payload: string | null, query?: string) =>
  sentRequest({
    route: '/api/items',
    payload: withRecord(
      payload === null ? undefined : new JsonText(payload),
      { id: 'r', query, fields: { nested: { _request: { body: 1 } } } },
      blanking,
    ).text,
  });

describe('The request of a logged call', () => {
  test.each([
    ['{"n": 12345678901234567890.50}'],
    ['{"a":{"_request":{"x":1}},"b":[{"c":1,"_request":2}]}'],
    ['{"_request":{"id":"mine"}}'],
    ['{"body":"hi"}'],
    ['{"body":{"a":1}}'],
    ['[1.0,2]'],
    ['{"text":",\\"_request\\":{}"}'],
    ['{ "a" : 1 }'],
  ])('has the body %s, to the letter, without the record beside it', (body) => {
    expect(sent(body)).toEqual({ method: undefined, path: '/api/items', body: body.trim() });
  });

  test('has no body where only the record is logged, and the query that is', () => {
    expect(sent(null, 'a=1&a=2&b=x%26y')).toEqual({
      method: undefined,
      path: '/api/items?a=1&a=2&b=x%26y',
      body: null,
    });
    expect(sent(null, `a=${'x'.repeat(9_000)}`).path).toBe('/api/items');
  });

  test.each([
    ['no JSON', 'a=1&_request=2'],
    ['a member of this name that is no record', '{"_request":5,"a":1}'],
    ['one that another program has put in front', '{"_request":{"id":1},"a":1}'],
    ['null', null],
  ])('is as it is logged where that is %s', (_, payload) => {
    expect(sentRequest({ route: '/a', payload })).toEqual({ method: undefined, path: '/a', body: payload });
  });

  test.each([
    ['GET /api/items/:id', null, 'curl "$PRESENTS_URL/api/items/:id" -H "X-API-Key: $API_KEY"'],
    ['DELETE /a', null, 'curl -X DELETE "$PRESENTS_URL/a" -H "X-API-Key: $API_KEY"'],
    ['HEAD /a', null, 'curl --head "$PRESENTS_URL/a" -H "X-API-Key: $API_KEY"'],
    ['OTHER /a', null, 'curl "$PRESENTS_URL/a" -H "X-API-Key: $API_KEY"'],
    ['GET /a', '{"_request":{"query":{"b":"c d"}}}', 'curl "$PRESENTS_URL/a?b=c+d" -H "X-API-Key: $API_KEY"'],
    [
      'PUT /a',
      '{"b":1,"_request":{"id":"r"}}',
      `curl -X PUT "$PRESENTS_URL/a" -H "X-API-Key: $API_KEY" -H 'Content-Type: application/json' --data-raw '{"b":1}'`,
    ],
  ])('of %s is made again by its own method: %s', (route, payload, command) => {
    expect(curlCommand({ route, payload })).toBe(command);
  });
});
