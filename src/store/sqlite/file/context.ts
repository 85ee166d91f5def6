import type { Thresholds } from '../../../model/settings.ts';
import type { ResolveFilter } from '../../answers/call-filters.ts';
import type { CallSums } from '../../answers/call-sums.ts';
import type { TriageBook } from '../../answers/triage-book.ts';
import type { WhyAnswers } from '../../answers/why/why-answers.ts';
import type { CallScans } from '../calls/call-scans.ts';
import type { KnownCrowd } from '../users/known-crowd.ts';
import type { DatabaseFile } from './database.ts';

/** Context in which every part of the store works. */
export interface StoreContext {
  readonly file: DatabaseFile;
  readonly now: () => Date;
  /** Person who acts, for the audit log. */
  readonly actor: string;
  /** Sums of the calls of windows. */
  readonly sums: CallSums;
  readonly thresholds: Thresholds;
  readonly crowd: KnownCrowd;
  readonly triage: TriageBook;
  readonly resolve: ResolveFilter;
  readonly scans: CallScans;
  readonly whys: WhyAnswers;
}
