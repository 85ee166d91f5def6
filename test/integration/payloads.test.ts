import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { Blanking } from '../../src/integration/blanking.ts';
import { BodyTap } from '../../src/integration/body-tap.ts';
import { bodyPayload, valuePayload } from '../../src/integration/payloads.ts';

const blanking = new Blanking([]);
const payloadOf = (chunks: readonly unknown[], { type = '', isEncoded = false, limit = 20 } = {}) => {
  const tap = new BodyTap(limit);
  for (const chunk of chunks) tap.add(chunk);
  return bodyPayload(tap, { type, isEncoded }, blanking);
};

describe('The payload of a body', () => {
  test('is its JSON, whatever pieces it came in', () => {
    expect(payloadOf(['{"a":', Buffer.from('[1,2]'), new Uint8Array([0x7d])])).toEqual({ a: [1, 2] });
    expect(payloadOf(['"text"'])).toBe('text');
  });

  test('is its text where it is no JSON, and nothing where there is none', () => {
    expect(payloadOf(['Hello {you'])).toBe('Hello {you');
    expect(payloadOf([])).toBeUndefined();
    expect(payloadOf([undefined, null, () => undefined])).toBeUndefined();
  });

  test('is cut at its limit, in bytes and never within a character, and says how long it was', () => {
    expect(payloadOf(['a'.repeat(30)])).toEqual({ start: 'a'.repeat(20), bytes: 30 });
    expect(payloadOf(['x', 'é'.repeat(30)])).toEqual({ start: `x${'é'.repeat(9)}`, bytes: 61 });
    expect(payloadOf([Buffer.alloc(1_000_000, 'b'), 'c'])).toEqual({ start: 'b'.repeat(20), bytes: 1_000_001 });
    expect(payloadOf(['{"password":"secret of mine"}'], { limit: 24 })).toEqual({
      start: '{"password":"[blanked]"',
      bytes: 29,
    });
  });

  test('is left out where it is binary, compressed, or of several parts', () => {
    expect(payloadOf([Buffer.from([0xff, 0xd8])])).toEqual({ leftOut: 'binary', bytes: 2 });
    expect(payloadOf(['a\0b'])).toEqual({ leftOut: 'binary', bytes: 3 });
    expect(payloadOf(['<svg/>'], { type: 'image/svg+xml' })).toEqual({ leftOut: 'image/svg+xml', bytes: 6 });
    expect(payloadOf(['{}'], { type: 'application/json', isEncoded: true })).toMatchObject({ bytes: 2 });
    const form = { type: 'multipart/form-data; boundary=x' };
    expect(payloadOf(['--x\r\npassword'], form)).toMatchObject({ leftOut: form.type });
  });

  test('is an object of the fields of a form, the secret ones blanked', () => {
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    expect(payloadOf(['a=1&password=x%20y'], { type })).toEqual({ a: '1', password: '[blanked]' });
    expect(payloadOf(['a=1&password=secret-is-long'], { type })).toEqual({
      start: { a: '1', password: '[blanked]' },
      bytes: 27,
    });
  });

  test('holds a copy, so that whoever wrote it may use its memory again', () => {
    const tap = new BodyTap(20);
    const chunk = Buffer.from('first');
    tap.add(chunk);
    chunk.fill('x');
    expect(tap.text()).toBe('first');
  });

  test('knows in what encoding a string is written', () => {
    const tap = new BodyTap(20);
    tap.add('aGVsbG8=', 'base64');
    tap.add(' you', () => undefined);
    expect([tap.text(), tap.totalBytes]).toEqual(['hello you', 9]);
  });

  test('is none where nothing is to be kept', () => {
    expect(payloadOf(['secret'], { limit: 0 })).toBeUndefined();
    expect(valuePayload({ a: 1 }, 0, blanking)).toBeUndefined();
  });
});

describe('The payload of a value that was parsed unseen', () => {
  test('is the value with its secrets blanked, cut where it is long', () => {
    expect(valuePayload({ a: 1, token: 'x' }, 100, blanking)).toEqual({ a: 1, token: '[blanked]' });
    expect(valuePayload({ a: 'b'.repeat(50) }, 10, blanking)).toEqual({ start: '{"a":"bbbb', bytes: 58 });
    expect(valuePayload(undefined, 10, blanking)).toBeUndefined();
  });

  test('is left out where it is binary or cannot be written as JSON', () => {
    expect(valuePayload(Buffer.alloc(5), 10, blanking)).toEqual({ leftOut: 'binary', bytes: 5 });
    expect(valuePayload({ id: 1n }, 10, blanking)).toEqual({ leftOut: 'no JSON' });
  });
});
