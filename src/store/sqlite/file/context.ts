import type { CallSums } from '../../answers/call-sums.ts';
import type { DatabaseFile } from './database.ts';

/** What every subject of the store works with. */
export interface StoreContext {
  readonly file: DatabaseFile;
  readonly now: () => Date;
  /** Who acts, for the audit log. */
  readonly actor: string;
  /** What the calls of windows add up to. */
  readonly sums: CallSums;
}
