import { expect, test } from 'vitest';
import { rowWords } from '../../src/columns/row-words.ts';

test('a row is a sentence: its name, what its columns say, and nothing of what is drawn or empty', () => {
  const words = rowWords([
    { header: 'USERNAME', text: 'acme-shop' },
    { header: 'STATUS', text: '● active' },
    { header: 'LAST CALL', text: '3 s ago' },
    { header: 'CALLS', text: '1,243' },
    { header: 'LAST 24 H', text: '▁▂▃▅▇' },
    { header: 'ERRORS', text: '7.2 %' },
    { header: 'AVG MS', text: '48.1' },
    { header: 'CREATED', text: '–' },
  ]);
  expect(words).toBe('acme-shop: active, last call 3 s ago, 1,243 calls, errors 7.2 %, avg 48.1 ms');
});

test('one thing is one thing', () => {
  const cells = [
    { header: 'STATE', text: '▲ RISING' },
    { header: 'COUNT', text: '1' },
    { header: 'USERS', text: '1' },
  ];
  expect(rowWords(cells)).toBe('RISING: 1 call, 1 user');
});

test.each([
  ['/', '/: 5 calls, route /'],
  ['?!', '?!: 5 calls, route ?!'],
  ['🎁', '🎁: 5 calls, route 🎁'],
])('a name of signs alone, such as %s, is said, and what is drawn beside it is not', (name, words) => {
  const cells = [
    { header: 'USERNAME', text: name },
    { header: 'CALLS', text: '5' },
    { header: 'TRAFFIC', text: '▁▂··· ▇' },
    { header: 'BAR', text: '██▌' },
    { header: 'ROUTE', text: name },
    { header: 'CHANGE', text: '=' },
  ];
  expect(rowWords(cells)).toBe(words);
});
