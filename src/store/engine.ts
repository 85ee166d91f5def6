import type { Id } from '../model/id.ts';
import type { Location } from '../model/location.ts';
import type { CallSums } from './answers/call-sums.ts';
import type { CallValues, CheckedApiLogStore } from './checks/call-values.ts';
import type { CheckedProductStore } from './checks/product-values.ts';
import type { DatabaseState, InitPlan, InitResult, InitSettings } from './init.ts';
import type { OpenLog } from './statistics/log-source.ts';
import type { Store } from './store.ts';

/** A store as an engine makes it: it also takes what was checked elsewhere, as in another thread. */
export interface EngineStore extends Store {
  readonly apiLogs: CheckedApiLogStore;
  readonly products: CheckedProductStore;
  /** Copies what was written last to where it stays, as far as that has to wait for no reader. */
  checkpoint(): Promise<void>;
}

/** What an engine brings: the sums of its log, the way to its rows for an index, and the store over either kind of sums. */
export interface Engine {
  readonly sums: CallSums;
  readonly openLog: OpenLog;
  readonly storeOver: (sums: CallSums) => EngineStore;
}

/** How an engine opens a database. */
export interface EngineOptions {
  readonly now: () => Date;
  /** Who acts, for the audit log. */
  readonly actor: string;
  readonly busyTimeoutMs: number;
  readonly keepWriter: boolean;
  /** For how many milliseconds questions trust that it is the same database still (0 unless given). */
  readonly trustMs?: number;
}

/** A log that takes single calls in this thread, as long as that waits for nobody. */
export interface AtOnceLog {
  /** Logs a call and returns its id, or undefined where that would have to wait. */
  insert(row: CallValues): Id | undefined;
  close(): void;
}

/** What can be done with the databases of one kind of location. Nothing of an engine is loaded before it is asked for. */
export interface EngineDoor<Place extends Location> {
  openEngine(location: Place, options: EngineOptions): Promise<Engine>;
  openAtOnceLog(location: Place): Promise<AtOnceLog>;
  /** What is there. Throws a UserError where there is something that cannot be read. */
  state(location: Place): Promise<DatabaseState>;
  /** Whether there is nothing. Throws a UserError where that cannot be seen. */
  isMissing(location: Place): Promise<boolean>;
  /** Whether it is where nobody can change it, and is read as it stood when it was opened. */
  isUnchangeable(location: Place): Promise<boolean>;
  planInit(location: Place): Promise<InitPlan>;
  initDatabase(location: Place, settings: InitSettings): Promise<InitResult>;
}
