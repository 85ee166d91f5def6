import { Buffer } from 'node:buffer';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';
import { BodyTap } from '../../../src/integration/logging/body-tap.ts';
import { bodyPayload, valuePayload } from '../../../src/integration/logging/payloads.ts';

const blanking = new Blanking();
const payloadOf = (chunks: readonly unknown[], { type = '', isWhole = true, limit = 20 } = {}) => {
  const tap = new BodyTap(limit);
  for (const chunk of chunks) tap.add(chunk);
  return bodyPayload(tap, { type, isWhole }, blanking)?.toJSON();
};
const payloadOfValue = (value: unknown, limit = 20) => valuePayload(value, limit, blanking)?.toJSON();

describe('The payload of a body', () => {
  test('is its JSON, whatever pieces it came in', () => {
    expect(payloadOf(['{"a":', Buffer.from('[1,2]'), new Uint8Array([0x7d])])).toEqual({ a: [1, 2] });
    expect(payloadOf(['"text"'])).toBe('text');
  });

  test('is JSON to the letter, with every digit of its numbers', () => {
    const tap = new BodyTap(100);
    tap.add('{"id": 12345678901234567891, "id": 1e999}');
    const payload = bodyPayload(tap, { type: '', isWhole: true }, blanking);
    expect(payload?.text).toBe('{"id": 12345678901234567891, "id": 1e999}');
  });

  test('is a beginning where only a part went by, whatever it was cut in', () => {
    expect(payloadOf(['{"a":1'], { isWhole: false })).toEqual({ start: '{"a":1', bytes: 6 });
    expect(payloadOf([Buffer.from('né').subarray(0, 2)], { isWhole: false })).toEqual({ start: 'n', bytes: 2 });
    const type = 'application/x-www-form-urlencoded';
    expect(payloadOf(['a=1&b=ha'], { isWhole: false, type })).toEqual({ start: { a: '1', b: 'ha' }, bytes: 8 });
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
    const compressed = [gzipSync('{}'), brotliCompressSync('{"a":1}'), deflateSync('{}'), zstdCompressSync('{}')];
    for (const bytes of compressed) {
      expect(payloadOf([bytes], { type: 'application/json', limit: 100 })).toMatchObject({
        leftOut: 'application/json',
      });
    }
    expect(payloadOf(['x'], { type: `image/${'x'.repeat(200)}` })).toEqual({
      leftOut: `image/${'x'.repeat(94)}`,
      bytes: 1,
    });
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

  test('is of a form all values of a field, and none of a secret within a field', () => {
    const type = 'application/x-www-form-urlencoded';
    const form = 'user%5Bpassword%5D=hunter2&user.token=t&password[]=p&tag=a&tag=b&note={"password":"x"}';
    expect(payloadOf([form], { type, limit: 200 })).toEqual({
      'user[password]': '[blanked]',
      'user.token': '[blanked]',
      'password[]': '[blanked]',
      tag: ['a', 'b'],
      note: '{"password":"[blanked]"}',
    });
  });

  // What grew with the square of the number would take minutes, and the test its whole time.
  test('is made in a moment, of however many fields a form is', () => {
    const form = Array.from({ length: 50_000 }, (_, index) => `${index}=`).join('&');
    const payload = payloadOf([form], { type: 'application/x-www-form-urlencoded', limit: 1_000_000 });
    expect(Object.keys(payload ?? {})).toHaveLength(50_000);
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

  test('has no gap: nothing is kept behind what was cut', () => {
    const tap = new BodyTap(4);
    tap.add('6161616161', 'hex');
    tap.add('bb');
    expect([tap.text(), tap.totalBytes]).toEqual(['aa', 7]);
  });

  test('is none where nothing is to be kept', () => {
    expect(payloadOf(['secret'], { limit: 0 })).toBeUndefined();
    expect(payloadOfValue({ a: 1 }, 0)).toBeUndefined();
  });
});

describe('The payload of a value that was parsed unseen', () => {
  test('is the value with its secrets blanked, cut where it is long', () => {
    expect(payloadOfValue({ a: 1, token: 'x' }, 100)).toEqual({ a: 1, token: '[blanked]' });
    expect(payloadOfValue({ a: 'b'.repeat(50) }, 10)).toEqual({ start: '{"a":"bbbb', bytes: 58 });
    expect(payloadOfValue(undefined)).toBeUndefined();
  });

  test('is left out where it is binary or cannot be written as JSON', () => {
    expect(payloadOfValue(Buffer.alloc(5))).toEqual({ leftOut: 'binary', bytes: 5 });
    expect(payloadOfValue({ id: 1n })).toEqual({ leftOut: 'no JSON' });
  });
});
