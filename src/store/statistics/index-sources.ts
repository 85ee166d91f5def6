import type { IndexContent } from './index-content.ts';
import type { LogSource } from './log-source.ts';
import type { Tail } from './tail.ts';

/** The index, the calls that came after it, and the log that both are of. */
export interface IndexSources {
  readonly content: IndexContent;
  readonly tail: Tail;
  readonly log: LogSource;
}
