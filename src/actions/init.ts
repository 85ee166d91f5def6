import type { InitPlan, InitResult } from '../store/init.ts';
import { formatCount, formatInterval } from '../text/format.ts';
import type { Grade, Question, Report } from './action.ts';

type Additions = InitResult['added'];

/** Creates a database, or adds what is missing to one; `name` is the database as it is shown. */
export const init = {
  grade: 'undoable' satisfies Grade,
  command: 'init',
  summary: 'create the database, or add what is missing to it',
  question({ additions, callCount, estimatedSeconds }: InitPlan, name: string): Question {
    const duration = estimatedSeconds > 0 ? formatInterval(estimatedSeconds * 1000) : 'a moment';
    const size = callCount > 0 ? ` on ${formatCount(callCount)} calls` : '';
    return {
      title: `Add to ${name} ${listOf(additions)}?`,
      consequences: [`It may take ${duration}${size}; programs that write to it wait meanwhile. No row is changed.`],
    };
  },
  report({ isNew, added }: InitResult, name: string): Report {
    const text = isNew
      ? `Created ${name}, which only you can read: ${countOf(added)}.`
      : added.length === 0
        ? `${name} has everything already; nothing was changed.`
        : `Added to ${name} ${listOf(added)}.`;
    return { tone: 'good', text, hasChanged: isNew || added.length > 0 };
  },
};

function listOf(additions: Additions): string {
  return additions.map(({ kind, name }) => `the ${kind} ${name}`).join(', ');
}

function countOf(additions: Additions): string {
  const count = (wanted: Additions[number]['kind']) => additions.filter(({ kind }) => kind === wanted).length;
  return `${count('table')} tables, ${count('index')} indexes, ${count('trigger')} trigger`;
}
