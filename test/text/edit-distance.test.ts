import { expect, test } from 'vitest';
import { editDistance } from '../../src/text/edit-distance.ts';

test.each([
  ['', '', 0],
  ['list', 'list', 0],
  ['lst', 'list', 1],
  ['liist', 'list', 1],
  ['last', 'list', 1],
  ['lsit', 'list', 1],
  ['', 'list', 4],
  ['kitten', 'sitting', 3],
  ['ab', 'ba', 1],
  ['abcdef', 'badcfe', 3],
])('“%s” is told from “%s” by %i slips, whichever comes first', (one, other, slips) => {
  expect([editDistance(one, other), editDistance(other, one)]).toEqual([slips, slips]);
});
