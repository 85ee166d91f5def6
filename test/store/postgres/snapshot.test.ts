import { expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import {
  covers,
  parseSnapshot,
  type Snapshot,
  sees,
  snapshotText,
  union,
} from '../../../src/store/postgres/calls/index-feed/snapshot.ts';

const seed = Number(process.env.SEED ?? 20_264);
const LAST = 12;
const xids = Array.from({ length: LAST + 1 }, (_, xid) => BigInt(xid));

function randomSnapshot(random: Random): Snapshot {
  const xmax = BigInt(3 + random.below(LAST - 2));
  return { xmax, xip: xids.filter((xid) => xid > 2n && xid < xmax && random.chance(0.4)) };
}

test(`Snapshots are sets of the transactions that are over, seed ${seed}`, () => {
  const random = new Random(seed, 'snapshots');
  for (let round = 0; round < 500; round += 1) {
    const [one, other] = [randomSnapshot(random), randomSnapshot(random)];
    const both = union(one, other);
    for (const xid of xids) expect(sees(both, xid)).toBe(sees(one, xid) || sees(other, xid));
    expect(covers(one, other)).toBe(xids.every((xid) => sees(one, xid) || !sees(other, xid)));
    expect(parseSnapshot(snapshotText(one))).toEqual(one);
  }
});
