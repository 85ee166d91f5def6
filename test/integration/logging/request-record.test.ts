import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';
import { SecretValues } from '../../../src/integration/blanking/secret-values.ts';
import { type RequestRecord, withRecord } from '../../../src/integration/logging/request-record.ts';
import { JsonText } from '../../../src/text/json-text.ts';

const blanking = new Blanking();
const recorded = (payload: string | undefined, record: RequestRecord) =>
  withRecord(payload === undefined ? undefined : new JsonText(payload), record, blanking).text;

describe('The record of a request', () => {
  test('is a member of an object, which stays to the letter', () => {
    expect(recorded('{ "a": 1.50 }\n', { id: 'r1', traceId: 't1' })).toBe(
      '{ "a": 1.50 ,"_request":{"id":"r1","traceId":"t1"}}',
    );
    expect(recorded('{}', { method: 'GET' })).toBe('{"_request":{"method":"GET"}}');
  });

  test('stands beside a payload that is no object, or that has such a member itself', () => {
    expect(recorded('[1,2.0]', { id: 'r' })).toBe('{"body":[1,2.0],"_request":{"id":"r"}}');
    expect(recorded('{"_request":{"id":"another"}}', { id: 'r' })).toBe(
      '{"body":{"_request":{"id":"another"}},"_request":{"id":"r"}}',
    );
    expect(recorded(undefined, { id: 'r' })).toBe('{"_request":{"id":"r"}}');
  });

  test('holds the query as a form, and its secrets are blanked there and in the body', () => {
    expect(recorded('{"note":"hunter2-x9"}', { query: 'a=1&a=2&token=hunter2-x9&q=b%20c' })).toBe(
      '{"note":"[blanked]","_request":{"query":{"a":["1","2"],"token":"[blanked]","q":"b c"}}}',
    );
    const secrets = new SecretValues();
    secrets.add('hunter2-x9');
    expect(withRecord(undefined, { query: 'q=hunter2-x9', id: 'of hunter2-x9' }, blanking, secrets).toJSON()).toEqual({
      _request: { id: 'of [blanked]', query: { q: '[blanked]' } },
    });
  });

  test('holds the fields of the program, which replace nothing else', () => {
    expect(
      JSON.parse(recorded('{}', { id: 'r', fields: { tenant: 7, id: 'x', token: 'y', none: undefined } })),
    ).toEqual({ _request: { id: 'r', tenant: 7, token: '[blanked]' } });
  });

  test('says of fields that are too long, or no JSON, what they are', () => {
    expect(JSON.parse(recorded(undefined, { fields: { a: 1n } }))).toEqual({
      _request: { fields: { leftOut: 'no JSON' } },
    });
    const long = JSON.parse(recorded(undefined, { fields: { a: 'x'.repeat(5_000) }, query: `b=${'y'.repeat(5_000)}` }));
    expect(long._request.fields.bytes).toBe(5_008);
    expect(long._request.query).toEqual({ start: { b: 'y'.repeat(4_094) }, bytes: 5_002 });
  });
});
