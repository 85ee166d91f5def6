import type { Id } from '../model/id.ts';
import type { Location } from '../model/location.ts';
import type { Thresholds } from '../model/settings.ts';
import type { CallSums } from './answers/call-sums.ts';
import type { TriageBook } from './answers/triage-book.ts';
import type { BulkWriter } from './bulk-writer.ts';
import type { HashedUserStore } from './checks/authenticator.ts';
import type { CallValues, CheckedApiLogStore } from './checks/call-values.ts';
import type { CheckedProductStore } from './checks/product-values.ts';
import type { CopySource } from './copy/source.ts';
import type { CopyTarget } from './copy/target.ts';
import type { ExamineSettings } from './doctor.ts';
import type { DatabaseState, InitPlan, InitResult, InitSettings, InitWishes } from './init.ts';
import type { MaintainPlan, MaintainResult, MaintainSettings } from './maintain.ts';
import type { OpenLog } from './statistics/log-source.ts';
import type { Store } from './store.ts';

/** A store as an engine makes it: it also takes what was checked elsewhere, as in another thread. */
export interface EngineStore extends Store {
  readonly users: HashedUserStore;
  readonly apiLogs: CheckedApiLogStore;
  readonly products: CheckedProductStore;
  /** Copies what was written last to where it stays, as far as that has to wait for no reader. */
  checkpoint(): Promise<void>;
}

/** Parts of an engine: the sums of its log, access to its rows for an index, and the store over either kind of sums. */
export interface Engine {
  readonly sums: CallSums;
  readonly openLog: OpenLog;
  readonly storeOver: (sums: CallSums) => EngineStore;
}

/** Options for opening a database with an engine. */
export interface EngineOptions {
  readonly now: () => Date;
  /** Person who acts, for the audit log. */
  readonly actor: string;
  readonly busyTimeoutMs: number;
  /** Time that a question to a server may take, in milliseconds (60,000 unless given); those to a file take the time they need. */
  readonly questionTimeoutMs?: number;
  readonly keepWriter: boolean;
  /** Decisions about groups of failed calls. */
  readonly triage: TriageBook;
  /** Limits that keys are judged by; the usual ones unless given. */
  readonly thresholds?: Thresholds | undefined;
  /** Time for which questions trust that the database is still the same, in milliseconds (0 unless given). */
  readonly trustMs?: number;
}

/** A log that takes single calls in this thread, as long as that waits for nobody. */
export interface AtOnceLog {
  /** Logs a call and returns its id, or undefined if that would have to wait. */
  insert(row: CallValues): Id | undefined;
  close(): void;
}

/** Operations on the databases of one kind of location. Nothing of an engine is loaded before it is asked for. */
export interface EngineDoor<Place extends Location> {
  openEngine(location: Place, options: EngineOptions): Promise<Engine>;
  /** Only of an engine that works in the thread that asks it, and holds it up: opens the log for single calls that wait for nobody. */
  openAtOnceLog?(location: Place): Promise<AtOnceLog>;
  /** Returns the state of the database. Throws a PresentsError if there is something that cannot be read. */
  state(location: Place): Promise<DatabaseState>;
  /**
   * Tells whether there is nothing at the location, as far as that can be seen without opening it. Throws a PresentsError if that
   * cannot be determined.
   */
  isMissing(location: Place): Promise<boolean>;
  /** Tells whether the database is where nobody can change it, and is read as it stood when it was opened. */
  isUnchangeable(location: Place): Promise<boolean>;
  planInit(location: Place, wishes: InitWishes, now: Date): Promise<InitPlan>;
  initDatabase(location: Place, settings: InitSettings): Promise<InitResult>;
  planMaintain(location: Place, wishes: Pick<MaintainSettings, 'now' | 'dropOlderThanDays'>): Promise<MaintainPlan>;
  maintain(location: Place, settings: MaintainSettings): Promise<MaintainResult>;
  /** Looks at everything that may be wrong with the database, as far as it can be reached. */
  examine(location: Place, settings: ExamineSettings): Promise<void>;
  /** Makes a new database to be filled. Throws a PresentsError if there is one already. */
  openBulkWriter(location: Place, settings: InitSettings): Promise<BulkWriter>;
  /** Removes a database that was made to be filled, and nothing else. */
  removeFilled(location: Place): Promise<void>;
  /** Opens a database to be copied; nothing is written to it. */
  openCopySource(location: Place): Promise<CopySource>;
  /** Opens a database to be copied into; nothing is written before the copy begins. */
  openCopyTarget(location: Place, settings: InitSettings): Promise<CopyTarget>;
}
