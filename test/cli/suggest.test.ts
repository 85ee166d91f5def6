import { describe, expect, test } from 'vitest';
import { nearestCommand } from '../../src/cli/suggest.ts';

const commands = [
  'user list',
  'user create',
  'user deactivate',
  'user regenerate-key',
  'stats user',
  'cleanup logs',
  'init',
  'audit',
];

describe('a mistyped command', () => {
  test.each([
    ['usr list', 'user list'],
    ['user lst', 'user list'],
    ['user lsit', 'user list'],
    ['User List', 'user list'],
    ['stat user', 'stats user'],
    ['clean logs', 'cleanup logs'],
    ['inti', 'init'],
    ['regenerate-key', 'user regenerate-key'],
    ['deactivate acme-shop', 'user deactivate'],
  ])('%s means %s', (typed, meant) => {
    expect(nearestCommand(typed.split(' '), commands)).toBe(meant);
  });

  test.each(['frobnicate', 'user delete', ''])('%j means nothing that there is', (typed) => {
    expect(nearestCommand(typed.split(' '), commands)).toBeUndefined();
  });
});
