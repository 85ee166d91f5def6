import type { Store } from '../store/store.ts';
import { printable } from '../text/printable.ts';

/**
 * Cost of a mistake. An `undoable` action can be undone by another one, so it takes one key; a `final` one cannot, so
 * it takes typed text in the dashboard, and a yes on the command line.
 */
export type Grade = 'undoable' | 'final';

/** A question before an action: what is asked, and what follows from a yes. */
export interface Question {
  readonly title: string;
  readonly consequences: readonly string[];
}

/** A sentence about how an action went; `warn` where it changed nothing, or is worth a second look. */
export interface Report {
  readonly tone: 'good' | 'warn';
  readonly text: string;
  /** False if everything was as wanted already. */
  readonly hasChanged: boolean;
}

/**
 * Something that an operator can do to a record without being asked. Both faces take their words and their rules from here; `Ref`
 * names the record to the store, `Subject` is the record as it is looked at before.
 */
export interface UnaskedAction<Ref, Subject, Result> {
  readonly grade: Grade;
  /** The command that does the same, without `presents`; undefined if there is none. */
  readonly command?: string;
  /** Description of its effect, a few words that begin with a verb. */
  readonly summary: string;
  /** Reason that the action is impossible on a record in its present state; undefined if it is possible. */
  unavailable(subject: Subject): string | undefined;
  /** Does it. Rejects with PresentsError, and then nothing was changed. */
  run(store: Store, ref: Ref): Promise<Result>;
  report(result: Result): Report;
  /** The command that takes it back; undefined if there is none. */
  readonly undoneBy?: string;
  /** Takes it back, and says so. */
  undo?(store: Store, ref: Ref, result: Result): Promise<string>;
}

/** Something that an operator is asked about before it is done. */
export interface Action<Ref, Subject, Result> extends UnaskedAction<Ref, Subject, Result> {
  question(subject: Subject): Question;
}

/** Width limit for a name in a sentence, in cells. */
const SHOWN_CELLS = 80;

/** A name of the database as it stands in a sentence. */
export function shownName(name: string): string {
  return printable(name, SHOWN_CELLS);
}

/** A record that no action is kept from. */
export function alwaysAvailable(): undefined {
  return undefined;
}
