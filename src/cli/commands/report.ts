import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { groupForJson } from '../../columns/error-groups.ts';
import { forJson } from '../../export/approximate.ts';
import { toJson } from '../../export/json.ts';
import { fileNamed } from '../../files/file-named.ts';
import { makeNewFile, newFileReason } from '../../files/new-file.ts';
import { PresentsError, UsageError } from '../../model/presents-error.ts';
import { type ReportData, readReport } from '../../questions/report-data.ts';
import { htmlReport } from '../../report/html-report.ts';
import { markdownReport } from '../../report/markdown-report.ts';
import { type ReportContext, reportDocument } from '../../report/report-document.ts';
import { locationText } from '../../store/location.ts';
import { formatBytes, formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { hoursBack } from '../arguments.ts';
import type { Context } from '../context.ts';
import type { FormatOptions } from '../format.ts';
import { cellContext, narrate } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, timeOf, type Where, whereOption } from '../where.ts';
import type { CliCommand } from './cli-command.ts';

const HOUR_MS = 3_600_000;

const formats = ['html', 'md', 'json'] as const;
type ReportFormat = (typeof formats)[number];

interface ReportOptions {
  readonly out?: string;
  readonly hours: number;
  readonly where?: Where;
  readonly force?: boolean;
}

/** Adds the command that writes a report. */
export function addReportCommand(program: CliCommand, run: Runner): void {
  program
    .command('report')
    .helpGroup('Statistics')
    .summary('a page about a window: charts, totals, errors, top lists')
    .description(
      'Writes a report about a window, compared with the one before: totals, charts, groups of errors, top lists and the slowest calls. The HTML page is one file without scripts, in light and dark, and prints well.',
    )
    .option(
      '--out <file>',
      'the file, whose ending says the format unless --format does: .html, .md or .json (default: HTML on standard output)',
    )
    .option('--force', 'replace the file if it is there')
    .option('--hours <n>', 'how far to look back', hoursBack, 24)
    .addOption(whereOption())
    .example('presents report --out week.html --hours 168', 'the last week, to be sent')
    .example("presents report --where 'user:acme-shop time:2026-11-24' --out acme.html", 'a day of one user')
    .example('presents report --out errors.md', 'for a ticket')
    .action(run(writeReport, ['markdown', 'html']));
}

async function writeReport(context: Context, options: ReportOptions, command: Command): Promise<void> {
  const { where, hours, out } = options;
  const path = out === undefined || out === '-' ? undefined : fileNamed(out, '--out', () => context.io.cwd);
  if (command.optsWithGlobals<FormatOptions>().format?.includes('text')) {
    throw new UsageError('A report is a page and no table.', { nextStep: 'Use --format html, markdown or json.' });
  }
  const format = formatOf(context, path);
  const time = timeOf(context, where, command);
  const to = wholeSecond(time?.to ?? context.io.now());
  const from = time === undefined ? new Date(to.getTime() - hours * HOUR_MS) : time.from;
  if (from === null) {
    throw new UsageError('A report needs a time with a beginning.', {
      nextStep: 'Say from when on: time:2026-11-24..2026-11-26.',
    });
  }
  const data = await context.withStore(
    async (store) => {
      const found = await readReport(store, { from, to, ...callsWhere(where) });
      if (found.stats.totalCalls === 0) await narrateUnknownUsers(context, store, where);
      return found;
    },
    { mayUseIndex: true },
  );
  const text = writers[format](data, { database: locationText(context.location), cells: cellContext(context) });
  if (out === undefined || path === undefined) context.io.stdout.write(text);
  else
    await writeFile(context, {
      name: out,
      path,
      text,
      isReplacing: options.force === true,
      callCount: data.stats.totalCalls,
    });
}

const writers: Readonly<Record<ReportFormat, (data: ReportData, context: ReportContext) => string>> = {
  html: (data, context) => htmlReport(reportDocument(data, context)),
  md: (data, context) => markdownReport(reportDocument(data, context)),
  json: (data, { database }) => toJson(reportForJson(data, database)),
};

function reportForJson({ stats, before, filter, groups, ...data }: ReportData, database: string): object {
  const { users: _users, routes: _routes, statuses: _statuses, ...totals } = before;
  return {
    database,
    ...data,
    where: filter === '' ? undefined : filter,
    stats: forJson(stats),
    before: forJson(totals),
    groups: groups.rows.map(groupForJson),
  };
}

function formatOf({ format }: Context, path: string | undefined): ReportFormat {
  if (format === 'json' || format === 'html') return format;
  if (format === 'markdown') return 'md';
  if (path === undefined) return 'html';
  const ending = extname(path).slice(1).toLowerCase();
  const named = ending === 'htm' ? 'html' : formats.find((one) => one === ending);
  if (named !== undefined) return named;
  throw new UsageError(`${printable(basename(path))} does not say which format is meant.`, {
    nextStep: 'End its name with .html, .md or .json.',
  });
}

async function writeFile(
  context: Context,
  {
    name,
    path,
    text,
    isReplacing,
    callCount,
  }: {
    readonly name: string;
    readonly path: string;
    readonly text: string;
    readonly isReplacing: boolean;
    readonly callCount: number;
  },
): Promise<void> {
  const bytes = await makeNewFile(path, [text], { replaces: isReplacing }).catch((cause: unknown) => {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new PresentsError(`${printable(name)} cannot be made: ${newFileReason(cause)}.`, {
      code: isTaken ? 'exists' : 'refused',
      nextStep: isTaken ? 'Name another file, or add --force to replace it.' : 'Name another file.',
      exitCode: isTaken ? 2 : 1,
      cause,
    });
  });
  narrate(context, `Wrote ${printable(name)}: ${formatCount(callCount)} calls, ${formatBytes(bytes)}.`);
}

function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
