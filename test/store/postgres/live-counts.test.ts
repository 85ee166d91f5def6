import { expect, test } from 'vitest';
import { countLive, LIVE_SETTINGS } from '../../helpers/live-counts/live-counts.ts';
import { hasPostgres, startPair } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/store.ts';

const seed = Number(process.env.SEED ?? 20_264);

test.runIf(hasPostgres)(
  `The index counts each call once while many write and servers are killed, on a primary, a standby, and both in turn, seed ${seed}`,
  async () => {
    const pair = await startPair({ settings: LIVE_SETTINGS });
    const report = await countLive({ ...pair, folder: temporaryFolder(), rounds: 1, seconds: 5, seed });
    expect(report.rows).toBeGreaterThan(500);
    const right = { wrong: [], missed: 0, doubled: 0, ghosts: 0 };
    for (const name of ['primary', 'standby', 'alternating']) {
      expect(report.readers).toContainEqual(expect.objectContaining({ name, ...right }));
    }
  },
);
