import type { Addition, GrantedRole, InitPlan, InitResult } from '../store/init.ts';
import { formatCount, formatInterval } from '../text/format.ts';
import { printable } from '../text/printable.ts';
import type { Grade, Question, Report } from './action.ts';

type Kind = Addition['kind'];

const PLURALS: Readonly<Record<Kind, string>> = {
  database: 'databases',
  table: 'tables',
  column: 'columns',
  index: 'indexes',
  function: 'functions',
  trigger: 'triggers',
  partition: 'partitions',
};

/** Creates a database, or adds what is missing to one; `name` is the database as it is shown. */
export const init = {
  grade: 'undoable' satisfies Grade,
  command: 'init',
  summary: 'create the database, or add what is missing to it',
  question(plan: InitPlan, name: string): Question {
    const { additions, callCount, isCallCountEstimate, estimatedSeconds } = plan;
    const duration = estimatedSeconds > 0 ? formatInterval(estimatedSeconds * 1000) : 'a moment';
    const size = callCount > 0 ? ` on ${isCallCountEstimate ? 'about ' : ''}${formatCount(callCount)} calls` : '';
    return {
      title: `Add to ${name} ${listOf(additions)}?`,
      consequences: [`It may take ${duration}${size}; ${waitText(plan)}. No row is changed.`],
    };
  },
  report({ isNew, added }: InitResult, { name, isFile }: { readonly name: string; readonly isFile: boolean }): Report {
    const text = isNew
      ? `Created ${name}${isFile ? ', which only you can read' : ''}: ${countOf(added)}.`
      : added.length === 0
        ? `${name} has everything already; nothing was changed.`
        : `Added to ${name} ${listOf(added)}.`;
    return { tone: 'good', text, hasChanged: isNew || added.length > 0 };
  },
  /** Says what a role may do, and what an administrator of the server still has to grant. */
  grantReports(roles: readonly GrantedRole[]): readonly Report[] {
    return roles.flatMap(({ name, isNew, rights, missing }) => [
      { tone: 'good', text: `${isNew ? 'Created' : 'Granted'} ${name}: ${rights}.`, hasChanged: true },
      ...(missing === undefined
        ? []
        : [
            { tone: 'warn', text: `An administrator of the server has to run: ${missing}`, hasChanged: false } as const,
          ]),
    ]);
  },
};

function waitText({ estimatedSeconds, writersWaitSeconds }: InitPlan): string {
  if (writersWaitSeconds >= estimatedSeconds) return 'programs that write to it wait meanwhile';
  return `programs that write to it wait ${formatInterval(writersWaitSeconds * 1000)} at most`;
}

function listOf(additions: readonly Addition[]): string {
  const partitions = additions.filter(({ kind }) => kind === 'partition');
  // Their names say nothing that the first one's does not.
  const named = partitions.length > 2 ? additions.filter(({ kind }) => kind !== 'partition') : additions;
  const texts = named.map(({ kind, name }) => `the ${kind} ${printable(name)}`);
  return [...texts, ...(named === additions ? [] : [`${partitions.length} partitions of the log`])].join(', ');
}

function countOf(additions: readonly Addition[]): string {
  return [...Map.groupBy(additions, ({ kind }) => kind)]
    .map(([kind, { length }]) => `${length} ${length === 1 ? kind : PLURALS[kind]}`)
    .join(', ');
}
