import { describe, expect, test } from 'vitest';
import type { StoredPayload } from '../../../../src/model/call.ts';
import { allFolds, type Folds, firstFolds, withFold } from '../../../../src/tui/screens/call/folds.ts';
import { HEADING, PayloadRows, type Row } from '../../../../src/tui/screens/call/payload-rows.ts';
import { PayloadTree } from '../../../../src/tui/screens/call/payload-tree.ts';
import { rowSegments } from '../../../../src/tui/screens/call/row-segments.ts';
import { segmentsWidth } from '../../../../src/tui/theme/segments.ts';
import { randomOf } from '../../../helpers/random.ts';
import { hostileTexts } from '../../../text/hostile.ts';

const seed = Number(process.env.SEED ?? 5);

const stored = (text: string): StoredPayload => ({
  text,
  length: text.length,
  byteCount: Buffer.byteLength(text),
  isWhole: true,
});

function rowsOf(text: string | null, { width = 60, isRevealed = false } = {}): PayloadRows {
  const tree = new PayloadTree('req', text === null ? null : stored(text));
  while (tree.canStep) tree.step();
  return new PayloadRows(tree, { width, isRevealed });
}

/** All rows from the first on, their texts laid out. */
function walk(rows: PayloadRows, folds: Folds): readonly Row[] {
  const found: Row[] = [];
  for (let row: Row | undefined = HEADING; row !== undefined; row = rows.next(row, folds)) {
    while (rows.texts.canStep) rows.texts.step();
    found.push(row);
  }
  return found;
}

const linesOf = (rows: PayloadRows, folds: Folds = firstFolds(rows.payload.tree)) =>
  walk(rows, folds).map((row) =>
    rowSegments(rows, row, folds)
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );

describe('The rows of a payload', () => {
  test('are its values, folded or not, each as it is stored', () => {
    const rows = rowsOf(
      '{"recipient":{"age":-6,"interests":["jazz","a\\u00e9"],"none":{}},"n":1.0,"sp ace":null,"":[]}',
    );
    expect(linesOf(rows)).toEqual([
      '▾ Request  4 keys  93 B',
      '  ▾ recipient  3 keys',
      '      age  -6',
      '    ▾ interests [2]',
      '        0  "jazz"',
      '        1  "a\\u00e9"',
      '      none  {}',
      '    n  1.0',
      '    "sp ace"  null',
      '    ""  []',
    ]);
    const folds = withFold(firstFolds(rows.payload.tree), [1], false);
    expect(linesOf(rows, folds)[1]).toBe('  ▸ recipient  3 keys');
    expect(linesOf(rows, folds)).toHaveLength(5);
    expect(linesOf(rows, allFolds(false))).toHaveLength(5);
    expect(linesOf(rows, withFold(allFolds(true), [0], false))).toEqual(['▸ Request  4 keys  93 B']);
  });

  test.each([
    [null, ['  Request  none']],
    ['', ['  Request  empty']],
    ['0', ['  Request  0  1 B']],
    ['"bye"', ['  Request  "bye"  5 B']],
    ['[]', ['  Request  []  2 B']],
    ['two\nlines \u001b[31m', ['▾ Request  text  15 B', '  two', '  lines ␛[31m']],
    ["{'a': 1}", ['▾ Request  text  8 B', "  {'a': 1}"]],
    ['{"a":[1', ['▾ Request  1 key  7 B  cut off', '  ▾ a [1]', '      0  1']],
    ['{"a":1,"b', ['▾ Request  1 key  9 B', '    a  1', '  not JSON from here on:', '  "b']],
    ['{"a":1} x\ny', ['▾ Request  1 key  11 B', '    a  1', '  not JSON from here on:', '  x', '  y']],
    ['{"token":"abc', ['▾ Request  1 key  13 B  cut off', '    token  •••']],
    ['{"mail":"to bob@x.org"}', ['▾ Request  1 key  23 B', '    mail  •••']],
    ['{"to":"call bob@x.org"}', ['▾ Request  1 key  23 B', '    to  "call •••"']],
    ['pin: 12345', ['▾ Request  text  10 B', '  pin: •••']],
  ])('of %j are told sensibly', (text, lines) => {
    expect(linesOf(rowsOf(text))).toEqual(lines);
  });

  test('show a text that is longer than its line below it when it is unfolded', () => {
    const rows = rowsOf(JSON.stringify({ note: 'word '.repeat(30), token: 'x'.repeat(100) }));
    expect(linesOf(rows)[1]).toMatch(/^ {2}▸ note {2}"word word/);
    expect(linesOf(rows)[2]).toBe('    token  •••');
    const unfolded = withFold(firstFolds(rows.payload.tree), [1], true);
    expect(linesOf(rows, unfolded).slice(2, 5).join('')).toContain('"word word');
    expect(linesOf(rows, unfolded)).toHaveLength(6);
  });

  test('of a text of too many lines end with a word of that', () => {
    const rows = rowsOf(JSON.stringify({ note: 'x'.repeat(4_000_000) }), { width: 60 });
    const unfolded = withFold(firstFolds(rows.payload.tree), [1], true);
    const lines = linesOf(rows, unfolded);
    expect(lines).toHaveLength(2 + 50_000);
    expect(lines.at(-1)).toBe('      … more, not shown');
  });

  test('are as many levels at first as a few screens hold, and the whole of what is short', () => {
    const wide = rowsOf(JSON.stringify(Array.from({ length: 150 }, (_, id) => ({ id }))));
    expect(linesOf(wide)).toHaveLength(151);
    const deep = rowsOf('['.repeat(10_000) + ']'.repeat(10_000));
    expect(linesOf(deep).length).toBeGreaterThan(100);
    expect(linesOf(deep).length).toBeLessThan(300);
    expect(linesOf(deep)[150]).toMatch(/^ +150 ▾ 0 \[1\]$/);
  });

  test('lead back the way they came, at random folds of random payloads', () => {
    const random = randomOf(seed);
    const value = (depth: number): unknown => {
      const kind = Math.floor(random() * (depth > 4 ? 2 : 4));
      if (kind === 0) return random() < 0.3 ? 'long text '.repeat(20) : 'x';
      if (kind === 1) return Math.floor(random() * 100);
      const inner = Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
      return kind === 2 ? inner : Object.fromEntries(inner.map((one, at) => [`k${at}`, one]));
    };
    for (let count = 0; count < 150; count += 1) {
      const text = JSON.stringify(value(0)) + (random() < 0.3 ? ' and\nmore' : '');
      const rows = rowsOf(random() < 0.2 ? text.slice(0, text.length * random()) : text, { width: 40 });
      const nodes = Array.from({ length: rows.payload.tree.size }, (_, node) => node);
      const folded = nodes.filter(() => random() < 0.3);
      const folds = withFold(allFolds(random() < 0.7), folded, random() < 0.5);
      const walked = walk(rows, folds);
      const back: Row[] = [];
      for (let row: Row | undefined = rows.last(folds); row !== undefined; row = rows.previous(row, folds))
        back.push(row);
      expect(back.reverse(), `seed ${seed}, ${text}`).toEqual(walked);
      for (const row of walked) expect(rows.shown(row, folds)).toEqual(row);
      for (const node of nodes) expect(walked).toContainEqual(rows.shown({ node, line: 0 }, folds));
    }
  });

  test('below a line are never wider than their place, whatever is in them', () => {
    for (const text of hostileTexts(40)) {
      for (const width of [24, 60]) {
        for (const source of [JSON.stringify({ [text]: [text] }), text, `{"a":1} ${text}`]) {
          const rows = rowsOf(source, { width, isRevealed: true });
          const folds = allFolds(true);
          for (const row of walk(rows, folds).filter(({ line }) => line > 0))
            expect(segmentsWidth(rowSegments(rows, row, folds))).toBeLessThanOrEqual(width);
        }
      }
    }
  });
});
