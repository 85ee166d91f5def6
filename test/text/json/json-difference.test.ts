import { describe, expect, test } from 'vitest';
import { printPath } from '../../../src/filter/path.ts';
import { jsonDifferences } from '../../../src/text/json/json-difference.ts';
import { JsonReader } from '../../../src/text/json/json-reader.ts';
import type { JsonTree } from '../../../src/text/json/json-tree.ts';
import { LongText } from '../../../src/text/json/long-text.ts';

function treeOf(text: string): JsonTree {
  const reader = new JsonReader(new LongText(text));
  while (!reader.isComplete) reader.step();
  return reader.tree;
}

/** The differences of two texts as lines. */
function differencesOf(one: string, other: string): readonly string[] {
  const [a, b] = [treeOf(one), treeOf(other)];
  const sign = { changed: '~', added: '+', removed: '-' };
  return Array.from(jsonDifferences(a, b))
    .filter((found) => found !== undefined)
    .map((found) => {
      const path = found.kind === 'added' ? b.pathOf(found.other) : a.pathOf(found.one);
      const values = [
        found.kind === 'added' ? [] : [a.sourceOf(found.one)],
        found.kind === 'removed' ? [] : [b.sourceOf(found.other)],
      ];
      return `${sign[found.kind]} req${printPath(path)} ${values.flat().join(' → ')}`;
    });
}

describe('The difference of two payloads', () => {
  test('is told by path, in the order of the first, lists by index', () => {
    expect(
      differencesOf(
        '{"a":{"age":-6,"tags":["x"]},"old":1,"same":[1,2]}',
        '{"same":[1,2],"a":{"tags":["x","y"],"age":34},"new":{"b":1}}',
      ),
    ).toEqual(['~ req.a.age -6 → 34', '+ req.a.tags[1] "y"', '- req.old 1', '+ req.new {"b":1}']);
  });

  test('is by what is stored: 1.0 is not 1, but texts are the same by their meaning', () => {
    expect(differencesOf('{"a":1.0,"b":"\\u00e9","c":1e400}', '{"a":1,"b":"é","c":1e400}')).toEqual([
      '~ req.a 1.0 → 1',
    ]);
  });

  test('matches keys that stand twice in their order, and a list with no object', () => {
    expect(differencesOf('{"a":1,"a":2}', '{"a":1,"a":3,"a":4}')).toEqual(['~ req.a 2 → 3', '+ req.a 4']);
    expect(differencesOf('{"a":[1]}', '{"a":{"0":1}}')).toEqual(['~ req.a [1] → {"0":1}']);
    expect(differencesOf('[1,2]', '[1]')).toEqual(['- req[1] 2']);
    expect(differencesOf('5', '"5"')).toEqual(['~ req 5 → "5"']);
  });

  test('of the same two is none, however deep or long they are, and is found with pauses', () => {
    const deep = `${'{"a":['.repeat(5_000)}1${']}'.repeat(5_000)}`;
    expect(differencesOf(deep, deep)).toEqual([]);
    expect(differencesOf(deep, deep.replace('1', '2'))).toHaveLength(1);
    const long = `[${'{"k":1},'.repeat(20_000)}"${'x'.repeat(200_000)}"]`;
    const found = Array.from(jsonDifferences(treeOf(long), treeOf(long)));
    expect(found.length).toBeGreaterThan(10);
    expect(found.every((one) => one === undefined)).toBe(true);
    expect(differencesOf(long, long.replace(/x"]$/, 'y"]'))).toHaveLength(1);
    const wide = (value: string) => `${'['.repeat(9_000)}${`${value},`.repeat(9_000)}0${']'.repeat(9_000)}`;
    const differing = Array.from(jsonDifferences(treeOf(wide('1')), treeOf(wide('2'))));
    expect(differing.filter((one) => one !== undefined)).toHaveLength(9_000);
  });
});
