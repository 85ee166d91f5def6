/** The transactions that were over at some moment: those below `xmax` but for those in `xip`. */
export interface Snapshot {
  readonly xmax: bigint;
  /** Transactions below `xmax` that were not over, in their order. */
  readonly xip: readonly bigint[];
}

const TEXT = /^\d+:(\d+):([\d,]*)$/;

/** Reads a snapshot as PostgreSQL writes it: `xmin:xmax:xip,xip`. */
export function parseSnapshot(text: string): Snapshot {
  const [, xmax, xip] = TEXT.exec(text) ?? [];
  if (xmax === undefined || xip === undefined) throw new Error(`${text} is no snapshot.`);
  return { xmax: BigInt(xmax), xip: xip === '' ? [] : xip.split(',').map(BigInt) };
}

/** Writes a snapshot as PostgreSQL reads it. */
export function snapshotText({ xmax, xip }: Snapshot): string {
  return `${xip[0] ?? xmax}:${xmax}:${xip.join()}`;
}

/** Tells whether a transaction was over. */
export function sees({ xmax, xip }: Snapshot, xid: bigint): boolean {
  return xid < xmax && !xip.includes(xid);
}

/** Tells whether all that was over in `part` is over in `whole`. */
export function covers(whole: Snapshot, part: Snapshot): boolean {
  const beyond = part.xip.filter((xid) => xid >= whole.xmax).length;
  return part.xmax - whole.xmax <= beyond && whole.xip.every((xid) => !sees(part, xid));
}

/** The transactions that were over in the one or the other. */
export function union(one: Snapshot, other: Snapshot): Snapshot {
  const { xmax } = one.xmax > other.xmax ? one : other;
  const running = new Set([...one.xip, ...other.xip].filter((xid) => !sees(one, xid) && !sees(other, xid)));
  return { xmax, xip: [...running].sort((a, b) => (a < b ? -1 : 1)) };
}
