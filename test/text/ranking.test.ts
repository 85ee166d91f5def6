import { describe, expect, test } from 'vitest';
import { NameIndex } from '../../src/text/name-index.ts';
import { CLASS_SCORE, hitsOf, scoreOf, wantedOf } from '../../src/text/ranking.ts';
import { randomOf } from '../helpers/random.ts';

const classes = ['none', 'subsequence', 'substring', 'initials', 'words', 'word prefix', 'prefix', 'exact'];
const classOf = (text: string, query: string) => classes[Math.floor(scoreOf(text, wantedOf(query)) / CLASS_SCORE)];

describe('Ranking a text', () => {
  test.each([
    ['acme-shop', 'acme-shop', 'exact', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['acme-shop', 'ACM', 'prefix', [0, 1, 2]],
    ['acme-shop', 'sho', 'word prefix', [5, 6, 7]],
    ['/api/predict', 'predict', 'word prefix', [5, 6, 7, 8, 9, 10, 11]],
    ['/api/predict', '/api', 'prefix', [0, 1, 2, 3]],
    ['acme-shop', 'shop acme', 'words', [0, 1, 2, 3, 5, 6, 7, 8]],
    ['deactivate or reactivate', 'rea dea', 'words', [0, 1, 2, 14, 15, 16]],
    ['gift-card shop', 'gcs', 'initials', [0, 5, 10]],
    ['acme-shop', 'me-s', 'substring', [2, 3, 4, 5]],
    ['wunschzettel-app', 'wzt', 'subsequence', [0, 6, 8]],
    ['Büro-Haus', 'buro', 'prefix', [0, 1, 2, 3]],
    ['buro', 'bü', 'prefix', [0, 1]],
    ['東京ギフト', 'ギフ', 'substring', [2, 3]],
    ['서울', '서', 'prefix', [0]],
    ['acme-shop', 'shpo', 'none', []],
    ['acme', '', 'none', []],
    ['', 'a', 'none', []],
    ['acme-shop', '  acme  ', 'prefix', [0, 1, 2, 3]],
  ])('“%s” is found by “%s” as %s', (text, query, expected, hits) => {
    expect(classOf(text, query)).toBe(expected);
    expect(hitsOf(text, wantedOf(query))).toEqual(hits);
  });

  test('prefers letters that stand together and at the starts of words', () => {
    const score = (text: string, query: string) => scoreOf(text, wantedOf(query));
    expect(score('xacxm', 'acm')).toBeGreaterThan(score('xaxxcxxm', 'acm'));
    expect(score('pxr-dx', 'pd')).toBeGreaterThan(score('pxrxdx', 'pd'));
  });
});

describe('An index of names', () => {
  const random = randomOf(17);
  const below = (limit: number) => Math.floor(random() * limit);
  const parts = ['acme', 'shop', 'gift', 'büro', '-', '_', ' ', 'a', 'm', 's', '東京', 'İ', 'ſ'];
  const names = Array.from({ length: 3000 }, () =>
    Array.from({ length: 1 + below(4) }, () => parts[below(parts.length)]).join(''),
  );
  const indexOf = (list: readonly string[]) => {
    let end = 0;
    return new NameIndex({
      text: list.join(''),
      ends: new Uint32Array(
        list.map((name) => {
          end += name.length;
          return end;
        }),
      ),
    });
  };
  const index = indexOf(names);

  test('answers what ranking every name would, as a text is typed letter by letter', () => {
    for (const query of ['acme-shop', 'gs', 'shop acme', 'büro', 'smag', 'east', 'zz', '東', 'i']) {
      for (let length = 1; length <= query.length; length += 1) {
        const wanted = wantedOf(query.slice(0, length));
        const scores = names.map((name) => scoreOf(name, wanted));
        const best = names
          .map((name, place) => ({ name, place, score: scores[place] ?? 0 }))
          .filter(({ score }) => score > 0)
          .sort((one, other) => other.score - one.score || one.name.length - other.name.length);
        const found = index.search(wanted, 20).map((place) => [scores[place], names[place]?.length]);
        expect(found).toEqual(best.slice(0, 20).map(({ score, name }) => [score, name.length]));
      }
    }
  });

  test('finds the places of a name, however often it stands there', () => {
    const list = ['a', 'aa', 'a', '', 'ba', 'a'];
    expect(indexOf(list).placesOf('a')).toEqual([0, 2, 5]);
    expect(indexOf(list).placesOf('b')).toEqual([]);
    expect(indexOf(list).nameAt(4)).toBe('ba');
    expect(indexOf([]).search(wantedOf('a'), 9)).toEqual([]);
  });
});
