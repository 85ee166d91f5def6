import type { MadePartition, MaintainPlan, MaintainResult } from '../store/maintain.ts';
import { formatCount } from '../text/format.ts';
import type { Grade, Question, Report } from './action.ts';

/** Keeps the partitions of a log ready for the times to come, and drops old ones; `name` is the database as it is shown. */
export const maintain = {
  grade: 'final' satisfies Grade,
  command: 'maintain',
  summary: 'make partitions of the log ahead, drop old ones',
  /** Asked before partitions are dropped. */
  question({ old }: MaintainPlan, name: string): Question {
    const calls = old.reduce((sum, partition) => sum + partition.calls, 0);
    return {
      title: `Drop ${partitions(old.length)} of ${name} with about ${countOf(calls)}?`,
      consequences: [`They hold the calls ${span(old)}. This cannot be undone.`],
    };
  },
  /** Says why there is nothing to do; undefined where the log has partitions. */
  nothing({ log }: MaintainPlan, name: string): string | undefined {
    switch (log) {
      case 'file':
        return `${name} is a file, which has no partitions: there is nothing to maintain.`;
      case 'plain table':
        return `The log of ${name} is a plain table without partitions: there is nothing to maintain.`;
      case 'undivided':
        return `The log of ${name} is not divided into partitions: there is nothing to maintain.`;
      default:
        return undefined;
    }
  },
  /** Describes what would be done, without doing it. */
  preview({ missing, old }: MaintainPlan): readonly string[] {
    return [
      missing.length === 0
        ? 'No partition is missing.'
        : `${partitions(missing.length)} would be made, for the calls ${span(missing)}.`,
      ...(old.length === 0 ? [] : [`${partitions(old.length)} would go, with the calls ${span(old)}.`]),
    ];
  },
  made({ from, to, movedCalls }: MadePartition): Report {
    const moved = movedCalls > 0 ? ` and moved ${countOf(movedCalls)} into it` : '';
    return { tone: 'good', text: `Made the partition ${span([{ from, to }])}${moved}.`, hasChanged: true };
  },
  report({ made, dropped }: MaintainResult): Report {
    const calls = dropped.reduce((sum, partition) => sum + partition.calls, 0);
    const parts = [
      ...(made.length > 0 ? [`Made ${partitions(made.length)}.`] : []),
      ...(dropped.length > 0 ? [`Dropped ${partitions(dropped.length)} with ${countOf(calls)}.`] : []),
    ];
    const hasChanged = parts.length > 0;
    return {
      tone: 'good',
      text: hasChanged ? parts.join(' ') : 'Nothing was missing or old; nothing was changed.',
      hasChanged,
    };
  },
};

function partitions(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'partition' : 'partitions'}`;
}

function countOf(calls: number): string {
  return `${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'}`;
}

// Partitions begin and end at midnight UTC, so days say it all.
function span(ranges: readonly { readonly from: Date | null; readonly to: Date | null }[]): string {
  const from = ranges[0]?.from;
  const to = ranges.at(-1)?.to;
  return [from ? `from ${day(from)}` : '', to ? `to before ${day(to)}` : ''].filter((part) => part !== '').join(' ');
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
