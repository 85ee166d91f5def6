import { describe, expect, test } from 'vitest';
import { JsonReader } from '../../../src/text/json/json-reader.ts';
import type { JsonTree } from '../../../src/text/json/json-tree.ts';
import { childrenOf, stringOf, unescaped } from '../../../src/text/json/json-tree.ts';
import { LongText } from '../../../src/text/json/long-text.ts';
import { randomOf } from '../../helpers/random.ts';
import { hostileTexts } from '../hostile.ts';

function read(text: string, options: { readonly mostValues?: number; readonly stepCost?: number } = {}): JsonReader {
  const reader = new JsonReader(new LongText(text), options);
  while (!reader.isComplete) reader.step(options.stepCost);
  return reader;
}

/** The same text in pieces, the next of which comes when the reader waits for it. */
function readInPieces(text: string, sizes: () => number): JsonReader {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const size = sizes();
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  const [first = '', ...others] = pieces;
  const long = new LongText(first, others.length === 0);
  const reader = new JsonReader(long);
  for (let count = 0; !reader.isComplete && count < 10_000; count += 1) {
    reader.step(1 + (count % 7));
    const waits = reader.readTo >= long.length && !long.isComplete;
    if (waits) long.append(others.shift() ?? '', others.length === 0);
  }
  return reader;
}

/** A tree as nested lists of keys and sources. */
function told(tree: JsonTree, node = 0): unknown {
  const key = tree.keyOf(node);
  const value = tree.isContainer(node)
    ? [tree.kindOf(node), ...Array.from(childrenOf(tree, node), (child) => told(tree, child))]
    : tree.sourceOf(node);
  return key === undefined ? value : { [key]: value };
}

describe('A tree of JSON', () => {
  test('keeps every number, key and escape as it is stored, their order, and keys that stand twice', () => {
    const text =
      '{"id":12345678901234567890, "price":1.0,"huge":1e400,"zero":-0,"a":1,"a":2,"bidi":"\\u202e","nan":NaN, "l" : [ ] }';
    expect(told(read(text).tree)).toEqual([
      'object',
      { '"id"': '12345678901234567890' },
      { '"price"': '1.0' },
      { '"huge"': '1e400' },
      { '"zero"': '-0' },
      { '"a"': '1' },
      { '"a"': '2' },
      { '"bidi"': '"\\u202e"' },
      { '"nan"': 'NaN' },
      { '"l"': ['list'] },
    ]);
  });

  test('goes as far as a text that is cut off: values that began are in it', () => {
    const { tree, restAt } = read('{"a":{"b":[1,2,{"token":"abc');
    expect(told(tree)).toEqual([
      'object',
      { '"a"': ['object', { '"b"': ['list', '1', '2', ['object', { '"token"': '"abc' }]] }] },
    ]);
    expect(restAt).toBeUndefined();
    expect(tree.isOpen(0)).toBe(true);
    expect(tree.sourceOf(tree.size - 1)).toBe('"abc');
  });

  test.each([
    ['{"a":1,"b', 7],
    ['{"a":1,"b":', 7],
    ['{"a":1 "b":2}', 7],
    ['{"a":1,}', 7],
    ['{"a":1,"b" 2}', 7],
    ['[1,2}', 4],
    ['[1,]', 3],
    ['{"a":1} {"b":2}', 8],
    ["{'a':1}", 1],
    ['', undefined],
    ['  ', undefined],
    ['"a" b', 4],
    ['hello', undefined],
    ['{"a":tru', undefined],
    ['\ufeff{"a":1}', undefined],
    [':', 0],
    [']', 0],
  ])('of %s tells where the rest begins', (text, at) => {
    expect(read(text).restAt).toBe(at);
  });

  test('has of any value in JSON its parent, its place, its path, and what it holds', () => {
    const { tree } = read('{"a":[10,{"b":"x\\ny"}],"\\u0063":{}}');
    expect(tree.pathOf(4)).toEqual([{ key: 'a' }, { index: 1 }, { key: 'b' }]);
    expect(tree.pathOf(4, 2)).toEqual([{ index: 1 }, { key: 'b' }]);
    expect(tree.pathOf(5)).toEqual([{ key: 'c' }]);
    expect([tree.countOf(0), tree.countOf(1), tree.countOf(5)]).toEqual([2, 2, 0]);
    expect([...tree.ancestorsOf(4)]).toEqual([3, 1, 0]);
    for (let node = 0; node < tree.size; node += 1) expect(tree.nodeAt(tree.startOf(node))).toBe(node);
  });

  test('is the same in whatever pieces the text comes, and however often it pauses', () => {
    const random = randomOf(Number(process.env.SEED ?? 11));
    const values = [...hostileTexts(20), '"\\', 12.5e-7, null, true, [], {}, { a: [{ b: ['\\"', -0] }] }];
    const texts = values.map((value) => JSON.stringify({ [String(value)]: value, deep: [[[value]]] }));
    for (const text of [...texts, ...texts.map((text) => text.slice(0, Math.floor(text.length * random())))]) {
      const whole = read(text);
      const pieces = readInPieces(text, () => 1 + Math.floor(random() * 9));
      expect(told(pieces.tree)).toEqual(told(whole.tree));
      expect(pieces.restAt).toBe(whole.restAt);
    }
  });

  test('has the values that JSON.parse finds', () => {
    const random = randomOf(Number(process.env.SEED ?? 12));
    const value = (depth: number): unknown => {
      const kind = Math.floor(random() * (depth > 4 ? 4 : 6));
      if (kind === 0) return random() * 1e9;
      if (kind === 1) return String.fromCharCode(...Array.from({ length: 6 }, () => Math.floor(random() * 0x3000)));
      if (kind < 4) return [true, false, null][Math.floor(random() * 3)];
      const inner = Array.from({ length: Math.floor(random() * 5) }, () => value(depth + 1));
      return kind === 4 ? inner : Object.fromEntries(inner.map((one, at) => [`k${at}"\n`, one]));
    };
    const parsed = (tree: JsonTree, node = 0): unknown => {
      const children = [...childrenOf(tree, node)];
      if (tree.kindOf(node) === 'list') return children.map((child) => parsed(tree, child));
      if (tree.kindOf(node) === 'object')
        return Object.fromEntries(children.map((child) => [stringOf(tree.keyOf(child) ?? ''), parsed(tree, child)]));
      return tree.kindOf(node) === 'string' ? stringOf(tree.sourceOf(node)) : JSON.parse(tree.sourceOf(node));
    };
    for (let count = 0; count < 300; count += 1) {
      const text = JSON.stringify(value(0), undefined, count % 3);
      expect(parsed(read(text, { stepCost: 5 }).tree)).toEqual(JSON.parse(text));
    }
  });

  test('of 10,000 levels, or of a million values, is read a little at a time', () => {
    const levels = 10_000;
    const texts = ['['.repeat(levels) + ']'.repeat(levels), `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`];
    for (const text of texts) {
      const { tree, restAt } = read(text);
      expect(restAt).toBeUndefined();
      expect(tree.pathOf(tree.size - 1)).toHaveLength(tree.size - 1);
    }
    const reader = new JsonReader(new LongText(`[${'0,'.repeat(1_000_000)}0]`));
    reader.step();
    expect(reader.isComplete).toBe(false);
    expect(reader.readTo).toBeLessThan(200_000);
    while (!reader.isComplete) reader.step();
    expect(reader.tree.countOf(0)).toBe(1_000_001);
  });

  test('ends where it has as many values as it may, and the rest is text', () => {
    const { tree, restAt, isFull } = read('{"a":[1,2,3],"b":4}', { mostValues: 4 });
    expect(isFull).toBe(true);
    expect(read('{"a":1 2}').isFull).toBe(false);
    expect(told(tree)).toEqual(['object', { '"a"': ['list', '1', '2'] }]);
    expect(restAt).toBe(10);
  });
});

test('A key of any length is told from its value, however it is written', () => {
  const keys = ['', 'a"b', '\\', 'x'.repeat(500), `${'"'.repeat(300)}\n`];
  const text = JSON.stringify(Object.fromEntries(keys.map((key, at) => [key, at]))).replaceAll(':', ' : ');
  const { tree } = read(text);
  expect(Array.from(childrenOf(tree, 0), (node) => [stringOf(tree.keyOf(node) ?? ''), tree.sourceOf(node)])).toEqual(
    keys.map((key, at) => [key, String(at)]),
  );
  for (const longest of [10, 501, 502, 503, 504, 505]) {
    expect(tree.keyOf(4, longest)).toBe(`"${'x'.repeat(500)}"`.slice(0, longest));
  }
});

test('Escapes are resolved as JSON does, and what is none stays', () => {
  expect(unescaped('a\\nb\\t\\u00e9\\"\\\\\\/')).toBe('a\nb\té"\\/');
  expect(unescaped('\\x \\u12 \\')).toBe('\\x \\u12 \\');
});

test('A long text reads the same however it is cut into pieces', () => {
  const text = 'abcdefghij';
  const long = new LongText('', false);
  for (const piece of ['abc', '', 'd', 'efghi', 'j']) long.append(piece, piece === 'j');
  for (let from = 0; from <= 10; from += 1) {
    for (let to = from; to <= 12; to += 1) expect(long.slice(from, to)).toBe(text.slice(from, to));
    expect(long.charCodeAt(from)).toBe(text.charCodeAt(from));
  }
});
