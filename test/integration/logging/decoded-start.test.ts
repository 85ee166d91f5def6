import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';
import { BodyTap } from '../../../src/integration/logging/body-tap.ts';
import { bodyPayload } from '../../../src/integration/logging/payloads.ts';

const ENCODERS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync };

/** A compressed body as it is logged. */
function payloadOf(body: Uint8Array, encoding: string, limitBytes = 4_096): unknown {
  const tap = new BodyTap(limitBytes);
  tap.add(body);
  return bodyPayload(tap, { type: 'application/json', encoding, isWhole: true }, new Blanking())?.toJSON();
}

describe('A compressed body', () => {
  const answer = JSON.stringify({ items: Array.from({ length: 20 }, (_, id) => ({ id, token: `t0ken-${id}-x` })) });

  test.each(Object.entries(ENCODERS))(
    'is logged as what it was before it was compressed with %s',
    (encoding, encode) => {
      expect(payloadOf(encode(answer), encoding)).toEqual({
        items: Array.from({ length: 20 }, (_, id) => ({ id, token: '[blanked]' })),
      });
    },
  );

  const { zstd, ...streamed } = ENCODERS;

  test.each(Object.entries(streamed))(
    'is logged as far as it was kept, with the size of what %s made of it',
    (encoding, encode) => {
      // Numbers that hardly get shorter.
      const numbers = Array.from({ length: 5_000 }, (_, index) => Math.sin(index));
      const body = encode(JSON.stringify({ numbers }));
      const { start, ...size } = payloadOf(body, encoding, 50_000) as { start: string };
      expect(size).toEqual({ bytes: body.length, encoding });
      expect(JSON.stringify({ numbers }).startsWith(start)).toBe(true);
      expect(start.length).toBeGreaterThan(10_000);
    },
  );

  test('is left out if nothing of it can be read before its end', () => {
    const numbers = Array.from({ length: 5_000 }, (_, index) => Math.sin(index));
    expect(payloadOf(zstd(JSON.stringify({ numbers })), 'zstd')).toMatchObject({ leftOut: 'application/json' });
  });

  test('is read no further than is logged, however much it would become', () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 'x'));
    expect(payloadOf(bomb, 'gzip')).toMatchObject({ start: expect.stringMatching(/^x+$/), encoding: 'gzip' });
    expect(payloadOf(brotliCompressSync(Buffer.alloc(5_000_000, 'x')), 'br')).toEqual({
      leftOut: 'application/json',
      bytes: expect.any(Number),
    });
  });

  test('is left out if it is of another encoding, of several, or broken', () => {
    const body = gzipSync(answer);
    const leftOut = { leftOut: 'application/json', bytes: body.length };
    for (const encoding of ['', 'identity', 'br', 'zstd', 'gzip, br', 'constructor'])
      expect(payloadOf(body, encoding)).toEqual(leftOut);
    expect(payloadOf(Buffer.concat([Buffer.from([0xff]), body.subarray(1)]), 'gzip')).toEqual(leftOut);
    expect(payloadOf(gzipSync(Buffer.from([0xff, 0xd8])), 'gzip')).toMatchObject({ leftOut: 'application/json' });
  });

  test('is logged as it is if it is text, whatever its encoding is said to be', () => {
    expect(payloadOf(Buffer.from('{"a":1}'), 'gzip')).toEqual({ a: 1 });
  });
});
