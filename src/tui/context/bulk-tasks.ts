import {
  type BulkAction,
  type BulkOutcome,
  type BulkPlan,
  bulkQuestion,
  bulkReport,
  type Changed,
  counted,
  runBulk,
  undoBulk,
  undoneReport,
} from '../../actions/bulk.ts';
import { formatCount } from '../../text/format.ts';
import { nameList } from '../../text/name-list.ts';
import { noMarks } from '../list/marks.ts';
import { reportMessage } from './action-messages.ts';
import type { Task } from './overlay.ts';
import type { Services } from './services.tsx';

const NAMES_CELLS = 600;
/** Records that a shown command names at most. */
const MOST_NAMED = 20;
/** Steps that the progress of a long work is told in. */
const STEPS = 200;

/** Tells of progress now and then: each time is a frame. */
export function inSteps(total: number, tell: (count: number) => void): (count: number) => void {
  const step = Math.max(1, Math.floor(total / STEPS));
  return (count) => {
    if (count % step === 0 || count === total) tell(count);
  };
}

/** Shows a task, which begins at once. */
export function openTask({ dispatch }: Pick<Services, 'dispatch'>, task: Task): void {
  dispatch({ type: 'overlay', overlay: { kind: 'task', task } });
}

/** Acts on one record after the other; what was done can be undone at once, wherever it ended. */
export function actTask<Ref, Subject, Result>(
  services: Services,
  bulk: BulkAction<Ref, Subject, Result>,
  plan: BulkPlan<Subject>,
  commandOf: (done: readonly Subject[]) => string | undefined,
): Task {
  const { store, clock, dispatch, heartbeat } = services;
  return {
    title: bulkQuestion(bulk, plan).title.replace(/\?$/u, ''),
    whenStopped: 'what is done stays done, and u undoes it',
    async run({ onProgress, signal }) {
      const tell = (done: number) =>
        onProgress(
          `${bulk.done} ${formatCount(done)} of ${counted(plan.wanted.length, bulk)}`,
          done,
          plan.wanted.length,
        );
      const outcome = await runBulk(store, bulk, plan, {
        at: clock.now(),
        onProgress: inSteps(plan.wanted.length, tell),
        signal,
      });
      const report = bulkReport(bulk, outcome);
      const done = outcome.done.map(({ subject }) => subject);
      if (report.hasChanged) {
        const command = done.length <= MOST_NAMED ? commandOf(done) : undefined;
        const undo = { run: async () => openTask(services, undoTask(services, bulk, outcome.done)) };
        dispatch({ type: 'done', message: reportMessage(report, command, 'u undoes all.'), undo });
      } else dispatch({ type: 'say', message: reportMessage(report, undefined) });
      heartbeat.checkNow();
      if (outcome.failure) return failureLines(bulk, outcome);
      // What was not touched stays marked.
      if (outcome.untouched.length === 0) dispatch({ type: 'view', change: { marks: noMarks } });
      dispatch({ type: 'overlay', overlay: null });
      return undefined;
    },
  };
}

function failureLines<Ref, Subject, Result>(
  { nameOf }: BulkAction<Ref, Subject, Result>,
  { done, failure, untouched }: BulkOutcome<Ref, Subject, Result>,
): readonly string[] {
  const names = (subjects: readonly Subject[]) => nameList(subjects.map(nameOf), NAMES_CELLS);
  const lines = [
    done.length === 0 ? 'Nothing was changed.' : `Done: ${names(done.map(({ subject }) => subject))}. u undoes all.`,
    ...(failure ? [`Failed: ${names([failure.subject])}: ${failure.reason}`] : []),
    ...(untouched.length === 0 ? [] : [`Not touched: ${names(untouched)}.`]),
  ];
  return lines.flatMap((line, index) => (index === 0 ? [line] : ['', line]));
}

function undoTask<Ref, Subject, Result>(
  services: Services,
  bulk: BulkAction<Ref, Subject, Result>,
  done: readonly Changed<Ref, Subject, Result>[],
): Task {
  const { store, dispatch, heartbeat } = services;
  return {
    title: `Undoing: ${counted(done.length, bulk)}`,
    whenStopped: 'u goes on with the rest',
    async run({ onProgress, signal }) {
      const tell = (count: number) =>
        onProgress(`${formatCount(count)} of ${counted(done.length, bulk)}`, count, done.length);
      const { left, failure } = await undoBulk(store, bulk, done, {
        onProgress: inSteps(done.length, tell),
        signal,
      });
      const message = reportMessage(undoneReport(bulk, done.length, { left, failure }), undefined);
      const rest = { run: async () => openTask(services, undoTask(services, bulk, left)) };
      dispatch({ type: 'done', message, ...(left.length > 0 && { undo: rest }) });
      heartbeat.checkNow();
      dispatch({ type: 'overlay', overlay: null });
      return undefined;
    },
  };
}
