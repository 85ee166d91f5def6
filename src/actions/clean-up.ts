import type { CleanupEstimate } from '../model/cleanup.ts';
import type { CleanupOptions, Store } from '../store/store.ts';
import { formatCount } from '../text/format.ts';
import type { Grade, Question, Report } from './action.ts';

/** Minimum age of the deleted rows: in days, and as the shown time before which they were made. */
export interface Age {
  readonly days: number;
  readonly limit: string;
}

/** Deletes what is old, in chunks: counts first, asks, and can be stopped. */
export interface CleanUp {
  readonly grade: Grade;
  /** The command that does the same, without `presents`. */
  readonly command: string;
  readonly summary: string;
  /** Rows to delete: `calls`. */
  readonly rows: string;
  /** Past event that dates these rows: `logged`. */
  readonly verb: string;
  readonly defaultDays: number;
  count(store: Store, days: number): Promise<CleanupEstimate>;
  /** Deletes and returns how many rows went. Rejects with PresentsError, which tells how many went before. */
  run(store: Store, options: CleanupOptions): Promise<number>;
  question(estimate: CleanupEstimate, age: Age): Question;
  /** Describes the rows that would be deleted, without asking. */
  preview(estimate: CleanupEstimate, age: Age): string;
  nothing(estimate: CleanupEstimate, days: number): Report;
  progress(deleted: number, estimate: CleanupEstimate): string;
  report(deleted: number, estimate: CleanupEstimate, isStopped: boolean): Report;
}

/** Differences between one cleanup and another. */
type Words = Pick<CleanUp, 'command' | 'rows' | 'verb' | 'defaultDays' | 'count' | 'run'> & {
  /** Further consequences to know before confirming. */
  readonly consequences: readonly string[];
};

/** Makes the cleanup of one kind of rows. */
export function cleanUpOf({ consequences, ...words }: Words): CleanUp {
  const { rows, verb } = words;
  const partOf = (count: number, { total }: CleanupEstimate) =>
    `${formatCount(count)} of ${formatCount(total)} ${rows}`;
  return {
    ...words,
    grade: 'final',
    summary: `delete ${rows} ${verb} long ago`,
    question: (estimate, { days, limit }) => ({
      title: `Delete ${partOf(estimate.matching, estimate)}?`,
      consequences: [
        `Those are older than ${daysText(days)}: they were ${verb} before ${limit}. This cannot be undone.`,
        ...consequences,
      ],
    }),
    preview: (estimate, { limit }) => `${partOf(estimate.matching, estimate)} would go: those ${verb} before ${limit}.`,
    nothing: ({ total }, days) => ({
      tone: 'warn',
      text: `None of ${formatCount(total)} ${rows} is older than ${daysText(days)}; nothing was deleted.`,
      hasChanged: false,
    }),
    progress: (deleted, { matching }) => `Deleted ${formatCount(deleted)} of ${formatCount(matching)} ${rows}`,
    report: (deleted, estimate, isStopped) => ({
      tone: isStopped ? 'warn' : 'good',
      text: isStopped
        ? `Stopped. Deleted ${partOf(deleted, estimate)}; the rest stays.`
        : `Deleted ${partOf(deleted, estimate)}. This cannot be undone.`,
      hasChanged: deleted > 0,
    }),
  };
}

function daysText(days: number): string {
  return `${formatCount(days)} ${days === 1 ? 'day' : 'days'}`;
}
