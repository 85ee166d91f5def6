import { CallBlock } from './call-block.ts';
import { type CallRows, rowsBy } from './call-rows.ts';
import { packBlock } from './pack-block.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** Packs calls into a block for each hour. */
export function hourBlocks(calls: CallRows): readonly CallBlock[] {
  return [...rowsBy(HOUR_SECONDS, calls)].map(
    ([start, rows]) => new CallBlock(packBlock(rows, start).bytes, { start, until: start + HOUR_SECONDS }),
  );
}
