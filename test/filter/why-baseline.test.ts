import { describe, expect, test } from 'vitest';
import { requireQuery } from '../../src/filter/parse.ts';
import { printFilter } from '../../src/filter/print.ts';
import { comparisonOf, comparisonWith } from '../../src/filter/why-baseline.ts';

const chosen = (filter: string, isSpan = false) => {
  const { how, query, chosenBy } = comparisonOf(requireQuery(filter), { isSpan });
  return [how, printFilter(query), chosenBy.join(' ')];
};

describe('Calls are compared', () => {
  test.each([
    ['is:error', 'status:<400'],
    ['status:422', 'status:<400'],
    ['status:>399', 'status:<400'],
    ['group:3f2a1b0c user:acme', 'user:acme status:<400'],
    ['is:rising', 'status:<400'],
    ['status:422,5xx message:*age*', 'status:<400'],
    ['message:*timeout* time:17:00..18:00', 'status:<400'],
    ['user:acme-* route:/api/predict status:>=500', 'user:acme-* route:/api/predict status:<400'],
    ['(status:422 OR status:503) user:acme', 'user:acme status:<400'],
  ])('with successful calls if they failed: %s', (filter, others) => {
    expect(chosen(filter)).toEqual(['successes', others, 'status message']);
  });

  test.each([
    ['', ''],
    ['time:17:00..18:00', ''],
    ['time:17:00..18:00 user:acme', 'user:acme'],
    ['since:90m (route:/a OR route:/b)', 'route:/a OR route:/b'],
  ])('with calls before and after if they were chosen by their time: %s', (filter, others) => {
    expect(chosen(filter)).toEqual(['around', others, 'time']);
  });

  test('with calls before and after that fit the same filter if a bar of it was chosen', () => {
    expect(chosen('user:acme', true)).toEqual(['around', 'user:acme', 'time']);
  });

  test.each([
    ['user:acme', '-user:acme', 'user'],
    ['user:acme route:/a', '-(user:acme route:/a)', 'user route'],
    ['-route:/health', 'route:/health', 'route'],
    ['status:200', '-status:200', 'status'],
    ['ms:>800', '-ms:>800', 'ms'],
    ['ms:>800 time:17:00..18:00', '-ms:>800', 'ms'],
    ['user:acme ms:200..500', 'user:acme -ms:200..500', 'ms'],
    ['route:/a req.recipient.age:<0', 'route:/a -req.recipient.age:<0', ''],
    ['shop', '-shop', 'user route status message'],
  ])('with the others of the same time for anything else: %s', (filter, others, by) => {
    expect(chosen(filter)).toEqual(['others', others, by]);
  });

  test('without the values of the request that they were chosen by', () => {
    const { chosenPaths } = comparisonOf(requireQuery('req.items[0].price:>5 res.total:1'), { isSpan: false });
    expect(chosenPaths).toEqual([[{ key: 'items' }, { any: true }, { key: 'price' }]]);
  });

  test('with calls that fit a given filter, and not their own', () => {
    const { how, query } = comparisonWith(requireQuery('user:a'), requireQuery('user:a,b'), { isOtherTime: false });
    expect([how, printFilter(query)]).toEqual(['given', 'user:a,b -user:a']);
  });
});
