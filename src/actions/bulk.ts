import type { Store } from '../store/store.ts';
import { shortErrorText } from '../text/error-text.ts';
import { formatCount } from '../text/format.ts';
import { type Question, type Report, shownName, type UnaskedAction } from './action.ts';

/** Up to so many records one key confirms; for more the number is typed. */
export const MOST_WITHOUT_NUMBER = 10;

/** Words of an action on many records. */
export interface BulkWords<Subject> {
  /** `Deactivate`, and `Deactivated` when it is done. */
  readonly verb: string;
  readonly done: string;
  readonly one: string;
  readonly many: string;
  /** `already inactive`: state of records that it leaves alone. */
  readonly already: string;
  /** `active again`: state of records after it was undone. */
  readonly undone: string;
  readonly consequence: string;
  readonly nameOf: (subject: Subject) => string;
}

/** An action on many records: one question, one record after the other, one undo. Each is a change of its own, so that a failure leaves those before it done. */
export interface BulkAction<Ref, Subject, Result> extends BulkWords<Subject> {
  readonly action: UnaskedAction<Ref, Subject, Result>;
  readonly refOf: (subject: Subject, at: Date) => Ref;
}

/** Records that an action will change, and those that are as wanted already. */
export interface BulkPlan<Subject> {
  readonly wanted: readonly Subject[];
  readonly skippedCount: number;
}

/** A record that was changed, and what its action answered. */
export interface Changed<Ref, Subject, Result> {
  readonly subject: Subject;
  readonly ref: Ref;
  readonly result: Result;
}

/** The record at which the work ended, and why. */
export interface Failure<Subject> {
  readonly subject: Subject;
  readonly reason: string;
  readonly error: unknown;
}

/** Outcome of the work on many records. */
export interface BulkOutcome<Ref, Subject, Result> {
  readonly done: readonly Changed<Ref, Subject, Result>[];
  readonly skippedCount: number;
  readonly failure: Failure<Subject> | undefined;
  /** Records that were not touched, since the work failed or was stopped before. */
  readonly untouched: readonly Subject[];
}

/** Signs of life of work on many records, and the way to stop it. */
export interface BulkWatch {
  readonly onProgress?: (count: number) => void;
  readonly signal?: AbortSignal;
}

/** Divides records into those that the action changes and those that it would leave as they are. */
export function planBulk<Subject>(
  { action }: { readonly action: Pick<UnaskedAction<never, Subject, unknown>, 'unavailable'> },
  subjects: readonly Subject[],
): BulkPlan<Subject> {
  const wanted = subjects.filter((subject) => action.unavailable(subject) === undefined);
  return { wanted, skippedCount: subjects.length - wanted.length };
}

/** Does the action to one record after the other, until one fails or the signal stops it. Never rejects. */
export async function runBulk<Ref, Subject, Result>(
  store: Store,
  { action, refOf }: BulkAction<Ref, Subject, Result>,
  { wanted, skippedCount }: BulkPlan<Subject>,
  { at, onProgress, signal }: BulkWatch & { readonly at: Date },
): Promise<BulkOutcome<Ref, Subject, Result>> {
  const done: Changed<Ref, Subject, Result>[] = [];
  let skipped = skippedCount;
  const ended = (failure: Failure<Subject> | undefined, from: number): BulkOutcome<Ref, Subject, Result> => {
    return { done, skippedCount: skipped, failure, untouched: wanted.slice(from) };
  };
  for (const [index, subject] of wanted.entries()) {
    if (signal?.aborted) return ended(undefined, index);
    const ref = refOf(subject, at);
    try {
      const result = await action.run(store, ref);
      // Somebody else may have done it since it was looked at.
      if (action.report(result).hasChanged) done.push({ subject, ref, result });
      else skipped += 1;
    } catch (error) {
      return ended({ subject, reason: shortErrorText(error), error }, index + 1);
    }
    onProgress?.(index + 1);
  }
  return ended(undefined, wanted.length);
}

/** Takes back what was done, the last one first, until one fails or the signal stops it. Answers what is left, with the failure if there was one. */
export async function undoBulk<Ref, Subject, Result>(
  store: Store,
  { action }: BulkAction<Ref, Subject, Result>,
  done: readonly Changed<Ref, Subject, Result>[],
  { onProgress, signal }: BulkWatch = {},
): Promise<{ readonly left: typeof done; readonly failure: Failure<Subject> | undefined }> {
  for (let index = done.length - 1; index >= 0; index -= 1) {
    const changed = done[index];
    if (changed === undefined) continue;
    if (signal?.aborted) return { left: done.slice(0, index + 1), failure: undefined };
    try {
      await action.undo?.(store, changed.ref, changed.result);
    } catch (error) {
      const failure = { subject: changed.subject, reason: shortErrorText(error), error };
      return { left: done.slice(0, index + 1), failure };
    }
    onProgress?.(done.length - index);
  }
  return { left: [], failure: undefined };
}

/** The question before it, which counts the records that will change. */
export function bulkQuestion<Subject>(
  bulk: BulkWords<Subject>,
  { wanted, skippedCount }: BulkPlan<Subject>,
  goneCount = 0,
): Question {
  const { verb, many, one, already, consequence } = bulk;
  const facts = [
    ...(skippedCount > 0 ? [`${isAre(skippedCount)} ${already} and stay${skippedCount === 1 ? 's' : ''} so.`] : []),
    ...(goneCount > 0
      ? [
          `${formatCount(goneCount)} marked ${goneCount === 1 ? one : many} no longer exist${goneCount === 1 ? 's' : ''}.`,
        ]
      : []),
  ];
  return {
    title: `${verb} ${counted(wanted.length, { one, many })}?`,
    consequences: [...facts, consequence],
  };
}

/** The sentence of an outcome: `Deactivated users: 12 done, 1 skipped (already inactive).` */
export function bulkReport<Subject>(
  { done: doneWord, many, already, nameOf }: BulkWords<Subject>,
  { done, skippedCount, failure, untouched }: BulkOutcome<unknown, Subject, unknown>,
): Report {
  const parts = [
    `${formatCount(done.length)} done`,
    ...(skippedCount > 0 ? [`${formatCount(skippedCount)} skipped (${already})`] : []),
    ...(failure ? [`1 failed`] : []),
    ...(untouched.length > 0 ? [`${formatCount(untouched.length)} not touched`] : []),
  ];
  const isWhole = failure === undefined && untouched.length === 0;
  const reason = failure ? ` ${shownName(nameOf(failure.subject))}: ${failure.reason}` : '';
  const stopped = failure === undefined && !isWhole ? 'Stopped. ' : '';
  return {
    tone: isWhole && done.length > 0 ? 'good' : 'warn',
    text: `${stopped}${doneWord} ${many}: ${parts.join(', ')}.${reason}`,
    hasChanged: done.length > 0,
  };
}

/** The sentence of an undo, which tells how many are left. */
export function undoneReport<Subject>(
  { one, many, undone, nameOf }: BulkWords<Subject>,
  doneCount: number,
  { left, failure }: { readonly left: readonly unknown[]; readonly failure: Failure<Subject> | undefined },
): Report {
  const count = doneCount - left.length;
  const text = `Undone: ${counted(count, { one, many })} ${count === 1 ? 'is' : 'are'} ${undone}`;
  if (left.length === 0) return { tone: 'good', text: `${text}.`, hasChanged: true };
  const reason = failure ? ` ${shownName(nameOf(failure.subject))}: ${failure.reason}` : '';
  return { tone: 'warn', text: `${text}, ${formatCount(left.length)} left.${reason}`, hasChanged: count > 0 };
}

/** `12 users`, `1 user`. */
export function counted(count: number, { one, many }: { readonly one: string; readonly many: string }): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function isAre(count: number): string {
  return `${formatCount(count)} more ${count === 1 ? 'is' : 'are'}`;
}
