import type { StatisticsIndex } from '../../statistics/statistics-index.ts';
import type { DatabaseFile } from './database.ts';

/** What every subject of the store works with. */
export interface StoreContext {
  readonly file: DatabaseFile;
  readonly now: () => Date;
  /** Who acts, for the audit log. */
  readonly actor: string;
  /** Answers questions about windows where there is one. */
  readonly index?: StatisticsIndex | undefined;
}
