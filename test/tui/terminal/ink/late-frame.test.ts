import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { Box, render, Text } from 'ink';
import logUpdateOfInk from 'ink/build/log-update.js';
import InkOutput from 'ink/build/output.js';
import { createElement as element } from 'react';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { LateFrame } from '../../../../src/tui/terminal/ink/late-frame.ts';
import logUpdate from '../../../../src/tui/terminal/ink/log-update.ts';

afterEach(() => void vi.restoreAllMocks());

/** A writer of frames whose line is free when the test says so. */
const onBusyLine = () => {
  const written: string[] = [];
  let draw: (() => number) | undefined;
  const stream = {
    columns: 20,
    rows: 2,
    write: (data: string) => written.push(data) > 0,
    pace: (next: () => number) => {
      draw = next;
    },
  };
  const show = logUpdate.create(stream as unknown as WriteStream);
  return { show, written, free: () => draw?.() };
};

describe('A frame', () => {
  test('is composed when it is drawn, and only once, of what there is by then', () => {
    const composed: string[] = [];
    let shown = 'before';
    const frame = new LateFrame(() => {
      composed.push(shown);
      return shown;
    });
    shown = 'after';
    expect(composed).toEqual([]);
    expect([`${frame}`, `${frame}\n`]).toEqual(['after', 'after\n']);
    expect(composed).toEqual(['after']);
  });

  test('that another one follows before the line is free is never composed', () => {
    const { show, written, free } = onBusyLine();
    const composed: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      const frame = new LateFrame(() => {
        composed.push(name);
        return name;
      });
      show(frame as unknown as string);
    }
    expect(composed).toEqual([]);
    free();
    expect(composed).toEqual(['third']);
    expect(written.join('')).toContain('third');
  });

  test('10. goes through Ink as it is, to the writer of frames, and is not composed on the way', async () => {
    const frames: unknown[] = [];
    const create = logUpdateOfInk.create;
    vi.spyOn(logUpdateOfInk, 'create').mockImplementation((stream, options) =>
      Object.assign((text: string) => frames.push(text) > 0, {
        ...create(stream, options),
        sync: () => {},
        done: () => {},
      }),
    );
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 20, rows: 2 }) as unknown as WriteStream;
    const composed: number[] = [];
    let made = 0;
    vi.spyOn(InkOutput.prototype, 'get').mockImplementation(() => {
      made += 1;
      const frame = new LateFrame(() => `${composed.push(made)}`);
      return { output: frame as unknown as string, height: 2 };
    });
    const full = (text: string) => element(Box, { height: 2, width: 20 }, element(Text, null, text));
    const options = { stdout, interactive: true, alternateScreen: true, patchConsole: false };
    const ink = render(full('one'), options);
    onTestFinished(() => ink.unmount());
    ink.rerender(full('two'));
    await ink.waitUntilRenderFlush();
    expect(made).toBeGreaterThan(1);
    expect(frames).toHaveLength(made);
    for (const frame of frames) expect(frame).toBeInstanceOf(LateFrame);
    expect(composed).toEqual([]);
  });
});
