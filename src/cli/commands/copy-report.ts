import { copyCheckColumns } from '../../columns/copy-checks.ts';
import type { CopyCheck } from '../../model/copy.ts';
import { countWords } from '../../store/copy/plan.ts';
import type { CopyPlan, CopyReport, CopySides } from '../../store/open-copy.ts';
import { formatCount, formatDurationMs } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import type { Context } from '../context.ts';
import { narrate, printJson, printListing } from '../print/print.ts';

/** A copy that has ended, with its result. */
export interface CopyOutcome {
  readonly sides: CopySides;
  readonly plan: CopyPlan;
  readonly report: CopyReport;
  readonly elapsedMs: number;
  /** The command that goes on with it; undefined if none can be pasted. */
  readonly again: string | undefined;
}

/** The exit code of a copy: 1 if a row was rejected or the two sides differ. */
export function exitCodeOf({ isStopped, checks, rejected }: CopyReport): number {
  if (isStopped) return 130;
  return rejected.length > 0 || differencesIn(checks).length > 0 ? 1 : 0;
}

/** Prints the sums of both sides, and says what was copied, what was not, and what differs. */
export function reportCopy(context: Context, outcome: CopyOutcome): void {
  const { report } = outcome;
  if (context.format === 'json') printJson(context, toDocument(outcome));
  else if (!report.isStopped) printListing(context, { columns: copyCheckColumns, rows: report.checks, whenEmpty: '' });
  sayReplaced(context, report);
  sayRejected(context, outcome);
  sayDifferences(context, report);
  sayResult(context, outcome);
}

function toDocument({ sides, plan, report, elapsedMs }: CopyOutcome): unknown {
  const { isStopped, copied, rejected, replacedTexts, checks } = report;
  const count = Object.values(copied).reduce((sum, rows) => sum + rows, 0);
  return {
    from: sides.source.name,
    to: sides.target.name,
    wentOn: plan.goesOn,
    isStopped,
    copied,
    rejected,
    replacedTexts,
    checks: checks.map((check) => ({
      ...check,
      source: toNumber(check.source),
      target: toNumber(check.target),
      isEqual: check.source === check.target,
    })),
    isEqual: !isStopped && differencesIn(checks).length === 0,
    seconds: Math.round(elapsedMs / 100) / 10,
    rowsPerSecond: Math.round((1000 * count) / Math.max(1, elapsedMs)),
  };
}

function toNumber(value: bigint | string): number | bigint | string {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function sayReplaced(context: Context, { replacedTexts }: CopyReport): void {
  if (replacedTexts === 0) return;
  const texts = replacedTexts === 1 ? '1 text has' : `${formatCount(replacedTexts)} texts have`;
  narrate(context, `${texts} U+FFFD (�) where the source has NUL, or bytes that are no text.`, 'warn');
}

function sayRejected(context: Context, { report: { rejected }, sides }: CopyOutcome): void {
  if (rejected.length === 0) return;
  const count = rejected.reduce((sum, { rows }) => sum + Number(rows), 0);
  const [rows, are] = count === 1 ? ['1 row', 'is'] : [`${formatCount(count)} rows`, 'are'];
  narrate(
    context,
    `${rows} did not fit and ${are} kept in the table presents_copy_rejected of ${sides.target.name}:`,
    'warn',
  );
  for (const { table, reason, rows: number } of rejected) {
    narrate(context, `${formatCount(Number(number))} of ${table}: ${printable(reason)}`, 'muted');
  }
}

function sayDifferences(context: Context, { checks }: CopyReport): void {
  const tables = new Map<string, string[]>();
  for (const { table, measure } of differencesIn(checks)) tables.set(table, [...(tables.get(table) ?? []), measure]);
  for (const [table, measures] of tables) {
    narrate(
      context,
      `The ${table} of both sides differ: ${measures.map((name) => printable(name)).join(', ')}.`,
      'warn',
    );
  }
  if (tables.size > 0) {
    const nextStep =
      'Rows that changed or were deleted while they were copied differ. Copy again into an empty database while nothing writes to the source.';
    narrate(context, nextStep, 'muted');
  }
}

function sayResult(context: Context, { report, elapsedMs, again, sides }: CopyOutcome): void {
  const { copied, isStopped, checks } = report;
  const words = countWords(copied);
  const done = words === '' ? 'Nothing was left to copy' : `Copied ${words} in ${formatDurationMs(elapsedMs)}`;
  if (isStopped) {
    const goOn = again === undefined ? 'The same command goes on.' : `Go on with: ${again}`;
    narrate(context, `Stopped. ${done}. ${goOn}`, 'warn');
    return;
  }
  if (differencesIn(checks).length > 0) narrate(context, `${done}, but not all is equal.`, 'warn');
  else narrate(context, `${done}; all sums of ${sides.source.name} and ${sides.target.name} are equal.`);
}

function differencesIn(checks: readonly CopyCheck[]): readonly CopyCheck[] {
  return checks.filter(({ source, target }) => source !== target);
}
