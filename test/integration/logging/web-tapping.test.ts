import { describe, expect, test } from 'vitest';
import { watchStream } from '../../../src/integration/logging/web-tapping.ts';

/** A stream of texts, or of their bytes, that is watched, and what was seen of it. */
function watched(texts: readonly string[], { bytes = false, readsAhead = false, failure = undefined as unknown } = {}) {
  const seen: string[] = [];
  let pulled = 0;
  let cancelled: unknown;
  const pull = (controller: ReadableByteStreamController | ReadableStreamDefaultController) => {
    const text = texts[pulled];
    pulled += 1;
    if (text !== undefined) controller.enqueue(new TextEncoder().encode(text));
    else if (failure === undefined) controller.close();
    else controller.error(failure);
  };
  const cancel = (reason: unknown) => {
    cancelled = reason;
  };
  const source = bytes
    ? new ReadableStream({ type: 'bytes', pull, cancel }, { highWaterMark: 0 })
    : new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
  const stream = watchStream(source, {
    readsAhead,
    chunk: (chunk) => seen.push(chunk instanceof Uint8Array ? new TextDecoder().decode(chunk) : '?'),
    end: () => seen.push('end'),
    fail: (error) => seen.push(`failed: ${error}`),
    cancel: () => seen.push('cancelled'),
  });
  return { stream, seen, pulled: () => pulled, cancelled: () => cancelled };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const texts = Array.from({ length: 50 }, (_, index) => `${index},`.repeat(1 + (index % 7)));

describe.each([
  { bytes: false, readsAhead: false },
  { bytes: false, readsAhead: true },
  { bytes: true, readsAhead: false },
  { bytes: true, readsAhead: true },
])('A watched stream ($bytes, $readsAhead)', (kind) => {
  test('brings what its source brings, and shows all of it', async () => {
    const { stream, seen } = watched(texts, kind);
    expect(await new Response(stream).text()).toBe(texts.join(''));
    expect(seen).toEqual([...texts, 'end']);
  });

  test('is read no further than it is asked for, but for two chunks where it reads ahead', async () => {
    const { stream, pulled } = watched(texts, kind);
    const reader = stream.getReader();
    for (let read = 0; read <= 10; read += 1) {
      await settled();
      expect(pulled()).toBe(kind.readsAhead ? read + 2 : read);
      await reader.read();
    }
  });

  test('fails as its source does, also if nobody reads it', async () => {
    const failure = new Error('The model fell asleep');
    const { stream, seen } = watched(['one'], { ...kind, failure });
    const unread = watched([], { ...kind, failure });
    await settled();
    const reader = stream.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('one');
    await expect(reader.read()).rejects.toBe(failure);
    expect(seen).toEqual(['one', `failed: ${failure}`]);
    expect(unread.seen).toEqual(kind.readsAhead ? [`failed: ${failure}`] : []);
  });

  test('ends its source when its reader wants no more, with the reason', async () => {
    const { stream, seen, cancelled } = watched(texts, kind);
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel('enough');
    expect(cancelled()).toBe('enough');
    expect(seen.slice(0, 3)).toContain('cancelled');
  });

  test('may be copied, and read into memory of its own where its source may', async () => {
    const [one, other] = watched(texts, kind).stream.tee();
    expect(await new Response(one).text()).toBe(await new Response(other).text());
    const { stream } = watched(['brown bear'], kind);
    if (!kind.bytes) {
      expect(() => stream.getReader({ mode: 'byob' })).toThrow(TypeError);
      return;
    }
    const reader = stream.getReader({ mode: 'byob' });
    const first = await reader.read(new Uint8Array(5));
    const second = await reader.read(new Uint8Array(50));
    expect([first, second].map(({ value }) => new TextDecoder().decode(value))).toEqual(['brown', ' bear']);
    expect((await reader.read(new Uint8Array(5))).done).toBe(true);
  });
});
