import {
  type BulkAction,
  type BulkOutcome,
  type BulkWords,
  bulkQuestion,
  bulkReport,
  type Changed,
  planBulk,
  runBulk,
} from '../../actions/bulk.ts';
import { mayPass, PresentsError } from '../../model/presents-error.ts';
import type { Store } from '../../store/store.ts';
import { nameList } from '../../text/name-list.ts';
import { confirm } from '../confirm.ts';
import type { Context } from '../context.ts';
import { narrate, printJson } from '../print/print.ts';

/** Cells of names in a sentence. */
const NAMES_CELLS = 1000;

/** Parts of an action on several records that only their kind knows. */
export interface BulkFace<Ref, Subject, Result> {
  /** The JSON of a record and what became of it. */
  readonly document: (subject: Subject, changed: Changed<Ref, Subject, Result> | undefined) => object;
  /** The command that takes back what was done; undefined if none can be pasted. */
  readonly undoCommand: (done: readonly Changed<Ref, Subject, Result>[]) => string | undefined;
}

/** Asks, does an action to several records one after the other, and says how it went. Throws a PresentsError where not all was done. */
export async function actOnMany<Ref, Subject, Result>(
  context: Context,
  store: Store,
  { bulk, subjects }: { readonly bulk: BulkAction<Ref, Subject, Result>; readonly subjects: readonly Subject[] },
  face: BulkFace<Ref, Subject, Result>,
): Promise<void> {
  const plan = planBulk(bulk, subjects);
  const { title, consequences } = bulkQuestion(bulk, plan);
  const names = nameList(plan.wanted.map(bulk.nameOf), NAMES_CELLS);
  if (plan.wanted.length > 0) await confirm(context, [title, `${names}.`, ...consequences].join(' '));
  const { io } = context;
  const outcome = await runBulk(store, bulk, plan, { at: io.now(), signal: io.interrupted });
  const { text, tone, hasChanged } = bulkReport(bulk, outcome);
  if (context.format === 'json') printJson(context, documents(subjects, outcome, face));
  const isWhole = outcome.failure === undefined && outcome.untouched.length === 0;
  if (isWhole) narrate(context, text, tone);
  else if (hasChanged)
    narrate(
      context,
      `Done: ${nameList(
        outcome.done.map(({ subject }) => bulk.nameOf(subject)),
        NAMES_CELLS,
      )}.`,
    );
  const undo = hasChanged ? face.undoCommand(outcome.done) : undefined;
  if (undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
  if (!isWhole) throw unfinished(bulk, outcome, text);
}

function documents<Ref, Subject, Result>(
  subjects: readonly Subject[],
  { done }: BulkOutcome<Ref, Subject, Result>,
  { document }: BulkFace<Ref, Subject, Result>,
): readonly object[] {
  const changes = new Map(done.map((changed) => [changed.subject, changed]));
  return subjects.map((subject) => document(subject, changes.get(subject)));
}

function unfinished<Subject>(
  { nameOf }: BulkWords<Subject>,
  { failure, untouched }: BulkOutcome<unknown, Subject, unknown>,
  text: string,
): PresentsError {
  const nextStep = untouched.length === 0 ? '' : `Not touched: ${nameList(untouched.map(nameOf), NAMES_CELLS)}.`;
  if (failure === undefined) return new PresentsError(text, { code: 'closed', nextStep, exitCode: 130 });
  return new PresentsError(text, { code: mayPass(failure.error) ? 'unavailable' : 'refused', nextStep });
}
