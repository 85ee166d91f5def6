import { useMemo } from 'react';
import { type BulkAction, bulkQuestion, counted, MOST_WITHOUT_NUMBER, planBulk } from '../../actions/bulk.ts';
import type { Id } from '../../model/id.ts';
import type { AskPage } from '../../questions/list-pages.ts';
import { readChosen } from '../../questions/marked-rows.ts';
import { formatCount } from '../../text/format.ts';
import type { Marks } from '../list/marks.ts';
import { failureMessage } from './action-messages.ts';
import { actTask, inSteps, openTask } from './bulk-tasks.ts';
import type { Task, TaskWatch } from './overlay.ts';
import { type Services, useServices } from './services.tsx';

/** Marked records that are asked for one by one; more are looked for in the list first. */
const MOST_ONE_BY_ONE = 100;

/** Records that are marked, the ways to read them, and what may be done to them. */
export interface BulkRequest<Ref, Subject extends { readonly id: Id }, Result> {
  readonly marks: Promise<Marks>;
  /** The whole list, for marks of all of it. */
  readonly ask: AskPage<Subject>;
  /** One record, whether a filter hides it or not; undefined if it is gone. */
  readonly find: (id: Id) => Promise<Subject | undefined>;
  /** The action that fits the records. */
  readonly choose: (subjects: readonly Subject[]) => BulkAction<Ref, Subject, Result>;
  /** The command that does the same to these records; undefined if there is none that can be pasted. */
  readonly commandOf: (bulk: BulkAction<Ref, Subject, Result>, done: readonly Subject[]) => string | undefined;
}

/** Reads the marked records, asks once, acts on one after the other, and keeps one undo for all that were changed. */
export function useBulk(): <Ref, Subject extends { readonly id: Id }, Result>(
  request: BulkRequest<Ref, Subject, Result>,
) => void {
  const services = useServices();
  return useMemo(() => (request) => openTask(services, readTask(services, request)), [services]);
}

function readTask<Ref, Subject extends { readonly id: Id }, Result>(
  services: Services,
  request: BulkRequest<Ref, Subject, Result>,
): Task {
  const { dispatch, databaseWords } = services;
  return {
    title: 'Reading what is marked',
    whenStopped: 'nothing is changed',
    async run(watch) {
      try {
        const { found, goneCount } = await readMarked(request, watch);
        dispatch({ type: 'overlay', overlay: null });
        if (!watch.signal.aborted) askAbout(services, request, { found, goneCount });
      } catch (error) {
        dispatch({ type: 'overlay', overlay: null });
        dispatch({ type: 'say', message: failureMessage(error, databaseWords) });
      }
      return undefined;
    },
  };
}

interface Marked<Subject> {
  readonly found: readonly Subject[];
  readonly goneCount: number;
}

async function readMarked<Subject extends { readonly id: Id }>(
  { marks, ask, find }: Pick<BulkRequest<never, Subject, unknown>, 'marks' | 'ask' | 'find'>,
  { onProgress, signal }: TaskWatch,
): Promise<Marked<Subject>> {
  const chosen = await marks;
  const found: Subject[] = [];
  const tell = (read: number, total: number) =>
    onProgress(`Read ${formatCount(read)} of ${formatCount(total)}`, read, total);
  if (chosen.of === 'all' || chosen.ids.length > MOST_ONE_BY_ONE)
    for await (const rows of readChosen(ask, chosen, { onProgress: tell, signal })) found.push(...rows);
  if (chosen.of === 'all') return { found, goneCount: 0 };
  const known = new Set(found.map(({ id }) => id));
  const hidden = chosen.ids.filter((id) => !known.has(id));
  const told = inSteps(hidden.length, (count) => tell(count, hidden.length));
  for (const [index, id] of hidden.entries()) {
    if (signal.aborted) break;
    const subject = await find(id);
    if (subject !== undefined) found.push(subject);
    told(index + 1);
  }
  return { found, goneCount: chosen.ids.length - found.length };
}

function askAbout<Ref, Subject extends { readonly id: Id }, Result>(
  services: Services,
  request: BulkRequest<Ref, Subject, Result>,
  { found, goneCount }: Marked<Subject>,
): void {
  const { dispatch } = services;
  const bulk = request.choose(found);
  const plan = planBulk(bulk, found);
  const count = plan.wanted.length;
  if (count === 0) {
    const are = found.length === 1 ? 'is' : 'are';
    const text = `${counted(found.length, bulk)} marked ${are} ${bulk.already}; nothing was changed.`;
    dispatch({ type: 'say', message: { tone: 'warn', text } });
    return;
  }
  const { title, consequences } = bulkQuestion(bulk, plan, goneCount);
  const isMany = count > MOST_WITHOUT_NUMBER;
  const command = isMany ? undefined : request.commandOf(bulk, plan.wanted);
  const confirmation = {
    title,
    names: plan.wanted.map(bulk.nameOf),
    lines: [...consequences, ...(command === undefined ? [] : [`≙ ${command}`])],
    expected: isMany ? String(count) : 'y',
    isDangerous: isMany,
    confirm: () =>
      openTask(
        services,
        actTask(services, bulk, plan, (done) => request.commandOf(bulk, done)),
      ),
  };
  dispatch({ type: 'overlay', overlay: { kind: 'confirm', confirmation } });
}
