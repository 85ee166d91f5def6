import type { Window } from '../../../model/window.ts';
import type { Connection } from '../file/connection.ts';
import type { WindowQuestion } from '../file/time-forms.ts';

/** Calls that a scan found, in a table that answers as the log does. */
export interface FoundCalls {
  readonly table: string;
  /** Tells whether the table is still there, over this connection. */
  isOver(connection: Connection): boolean;
  questionOf(window: Window): WindowQuestion;
  /** Answers a question from the table, which takes its time. */
  answer<Answer>(work: () => Answer): Answer;
}
