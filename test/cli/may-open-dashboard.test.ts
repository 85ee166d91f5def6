import { describe, expect, test } from 'vitest';
import { mayOpenDashboard } from '../../src/cli/may-open-dashboard.ts';

const mayOpen = (line: string) => mayOpenDashboard(line.split(' ').filter((word) => word !== ''));

describe('A command line may open the dashboard', () => {
  test.each(['', '--db gifts.db', '--db=gifts.db --read-only', '--view errors --theme light'])(
    'as “presents %s”',
    (line) => {
      expect(mayOpen(line)).toBe(true);
    },
  );

  test.each(['user list', 'demo', '--db gifts.db stats system', '--help', '--version', '--db gifts.db --json', '-h'])(
    'but not as “presents %s”',
    (line) => {
      expect(mayOpen(line)).toBe(false);
    },
  );
});
