import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { Box, type DOMElement, render, Text } from 'ink';
import logUpdate from 'ink/build/log-update.js';
import InkOutput from 'ink/build/output.js';
import renderTree from 'ink/build/renderer.js';
import { createElement as element, type ReactNode } from 'react';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';

afterEach(() => void vi.restoreAllMocks());

/** The rows that stock Ink composes of these writes. */
const rowsOf = (size: { readonly width: number; readonly height: number }, draw: (output: InkOutput) => void) => {
  const output = new InkOutput(size);
  draw(output);
  return output.get().output.split('\n');
};

const plain = { transformers: [] };
const red = '\u001b[31mred\u001b[39m';

class Screen extends Writable {
  readonly isTTY = true;
  readonly columns = 31;
  rows = 8;
  readonly written: string[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(chunk.toString());
    done();
  }
}

/** Draws with stock Ink on the alternate screen, as the dashboard does. */
const draw = (node: ReactNode, screen = new Screen()) => {
  const stdout = screen as unknown as WriteStream;
  const stdin = process.stdin;
  const ink = render(node, {
    stdout,
    stdin,
    interactive: true,
    patchConsole: false,
    alternateScreen: true,
    incrementalRendering: true,
  });
  onTestFinished(() => ink.unmount());
  return { ink, screen, stdout };
};

const aBox = (width: string, ref?: (node: DOMElement | null) => void) =>
  element(Box, { width, height: 2, ...(ref ? { ref } : {}) }, element(Text, { color: 'red', bold: true }, width));

const rootOf = (node: DOMElement): DOMElement => (node.parentNode ? rootOf(node.parentNode) : node);

describe('What stands in for modules of Ink rests on it that', () => {
  test('1. a row depends only on what is written on it, in order, and on the width', () => {
    const writes = [
      [3, 0, `one ${red}\ntwo`],
      [0, 1, '東京都'],
      [1, 1, 'over'],
      [2, 2, '\u001b[7mother'],
      [18, 0, 'past the end'],
    ] as const;
    const whole = rowsOf({ width: 20, height: 3 }, (output) => {
      for (const [x, y, text] of writes) output.write(x, y, text, plain);
    });
    const alone = [0, 1, 2].map((row) =>
      rowsOf({ width: 20, height: 1 }, (output) => {
        for (const [x, y, text] of writes) output.write(x, y - row, text, plain);
      }).join(),
    );
    expect(whole).toEqual(alone);
  });

  test('2. a transformer gets each line as Ink writes its styles, with its row below the first, and is pure', () => {
    const lines: unknown[] = [];
    const note = (line: string, row: number) => {
      lines.push([line, row]);
      return line;
    };
    rowsOf({ width: 20, height: 3 }, (output) =>
      output.write(0, 1, 'a\u001b[31m\u001b[32mb\nc', { transformers: [note] }),
    );
    expect(lines).toEqual([
      ['a\u001b[32mb\u001b[39m', 0],
      ['\u001b[32mc\u001b[39m', 1],
    ]);
    const write = vi.spyOn(InkOutput.prototype, 'write');
    draw(aBox('50%'));
    const [, , text = '', options = plain] = write.mock.calls[0] ?? [];
    expect(options.transformers.length).toBeGreaterThan(0);
    for (const transform of options.transformers) expect(transform(text, 0)).toBe(transform(text, 0));
  });

  test('3. lines that stand beside each other leave each other alone', () => {
    const rows = rowsOf({ width: 20, height: 2 }, (output) => {
      output.write(8, 0, red, plain);
      output.write(1, 0, red, plain);
      output.write(0, 1, red, plain);
      output.write(3, 1, '\u001b[32mgreen\u001b[39m', plain);
    });
    expect(rows).toEqual([` ${red}    ${red}`, '\u001b[31mred\u001b[32mgreen\u001b[39m']);
  });

  test('4. a clip cuts a text by where they stand to each other, and clips inside each other by all of them', () => {
    const clipped = (by: number) => {
      const lines: unknown[] = [];
      const note = (line: string, row: number) => {
        lines.push([line, row]);
        return line;
      };
      const rows = rowsOf({ width: 20, height: 8 }, (output) => {
        output.clip({ x1: 2 + by, x2: 12 + by, y1: 1 + by, y2: undefined });
        output.clip({ x1: by, x2: 5 + by, y1: by, y2: 3 + by });
        output.write(by, by, 'abcdefgh\nijklmnop\nqrstuvwx\nyz', { transformers: [note] });
      });
      return { lines, rows: rows.slice(by, by + 4).map((row) => row.slice(by)) };
    };
    expect(clipped(0)).toEqual({
      lines: [
        ['klm', 1],
        ['stu', 2],
      ],
      rows: ['', '  klm', '  stu', ''],
    });
    expect(clipped(3)).toEqual(clipped(0));
  });

  test('5. what a node writes stands at whole columns and rows', () => {
    const write = vi.spyOn(InkOutput.prototype, 'write');
    draw(element(Box, { height: '37%', paddingTop: 1 }, aBox('33%'), aBox('33%'), aBox('21%')));
    expect(write.mock.calls.length).toBe(3);
    for (const [x, y] of write.mock.calls) expect([x, y].every(Number.isInteger)).toBe(true);
  });

  test('6. there is one root for each `render`, and it is that which is drawn', async () => {
    const nodes: DOMElement[] = [];
    const note = (node: DOMElement | null) => void (node && nodes.push(node));
    const { ink } = draw(aBox('50%', note));
    draw(aBox('50%', note));
    const [root, other] = nodes.map(rootOf);
    expect(root).toBeDefined();
    expect(root).not.toBe(other);
    const yoga = root?.yogaNode ?? { getComputedWidth: (): number => 0 };
    const asked = vi.spyOn(yoga, 'getComputedWidth');
    ink.rerender(aBox('40%', (node) => note(node)));
    await ink.waitUntilRenderFlush();
    expect(asked).toHaveBeenCalled();
    expect(nodes.map(rootOf).at(-1)).toBe(root);
  });

  test('7. a frame is its output, its height and its static output, which comes from `staticNode` alone', () => {
    const nodes: DOMElement[] = [];
    draw(aBox('50%', (node) => void (node && nodes.push(node))));
    const [root] = nodes.map(rootOf);
    expect(root && renderTree(root, false)).toEqual({
      output: expect.stringContaining('50%'),
      outputHeight: 2,
      staticOutput: '',
    });
    expect(root?.staticNode).toBeUndefined();
  });

  test('8. and 9. each `render` creates one `log-update` with its stream, and every frame goes to that as a whole', async () => {
    const frames: string[] = [];
    const synced: string[] = [];
    const create = vi.spyOn(logUpdate, 'create').mockImplementation(() =>
      Object.assign((text: string) => frames.push(text) > 0, {
        clear: () => {},
        reset: () => {},
        done: () => {},
        sync: (text: string) => void synced.push(text),
        setCursorPosition: () => {},
        isCursorDirty: () => false,
        getCursorPosition: () => undefined,
        willRender: () => false,
      }),
    );
    const full = (text: string) => element(Box, { height: 8, width: 31 }, element(Text, null, text));
    const { ink, screen, stdout } = draw(full('one'));
    ink.rerender(full('two'));
    await ink.waitUntilRenderFlush();
    screen.rows = 6;
    screen.emit('resize');
    await ink.waitUntilRenderFlush();
    expect(create).toHaveBeenCalledTimes(1);
    expect(create.mock.calls[0]?.[0]).toBe(stdout);
    expect(frames.map((frame) => frame.trim())).toEqual(['one', 'two']);
    expect(synced.map((frame) => frame.trim())).toEqual(['two']);
    const isOfInk = (text: string) => !text.startsWith('\u001b[?') && text !== '';
    expect(screen.written.filter(isOfInk).every((text) => text.startsWith('\u001b[1;1H\u001b[J'))).toBe(true);
  });
});
