import type { Command } from 'commander';
import { errorGroupCsvColumns, errorGroupReportColumns, groupForJson } from '../../columns/error-groups.ts';
import type { GroupPage } from '../../model/error-group.ts';
import type { TimeEnds } from '../../questions/call-slices.ts';
import { formatCount, formatWindow } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { headingLines, narrate, narrateZone, printLines, printListing } from '../print/print.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, timeOf, type Where, whereLines, windowOf, windowWords } from '../where.ts';

const HOUR_MS = 3_600_000;
/** Parts of the window in which the calls of a group are counted. */
const BUCKETS = 24;
/** More than a log is divided into. */
const MOST_GROUPS = 100_000;

/** Options of a list of groups. */
export interface GroupListOptions {
  readonly limit: number;
  readonly hours: number;
  readonly where?: Where;
}

/** Prints the failed calls of the last hours in groups, the worst first. */
export async function showErrorGroups(
  context: Context,
  { limit, hours, where }: GroupListOptions,
  command: Command,
): Promise<void> {
  const time = timeOf(context, where, command);
  const ends = time ?? { from: new Date(context.io.now().getTime() - hours * HOUR_MS), to: null };
  const page = await context.withStore(
    async (store) => {
      const found = await store.errorGroups.list({
        filter: '',
        ...callsWhere(where),
        window: windowOf(ends),
        sort: 'state',
        descending: false,
        offset: 0,
        limit: Math.min(limit, MOST_GROUPS),
        anchorId: null,
        bucketCount: BUCKETS,
      });
      if (found.total === 0) await narrateUnknownUsers(context, store, where);
      return found;
    },
    { mayUseIndex: true },
  );
  if (context.format === 'text') {
    const length = time === undefined ? [`last ${formatWindow(hours)}`] : [];
    printLines(context, [...headingOf(context, page, { ends, length }), ...whereLines(context, where), '']);
  }
  const hasNotes = page.rows.some(({ triage }) => triage.note !== '');
  const columns = context.format === 'text' ? errorGroupReportColumns(hasNotes) : errorGroupCsvColumns;
  const whenEmpty = emptyWords(page, where);
  printListing(context, { columns, rows: page.rows, whenEmpty, forJson: groupForJson });
  narrateLimits(context, page);
}

function headingOf(
  context: Context,
  { callCount, ungroupedCount, total }: GroupPage,
  { ends, length }: { readonly ends: TimeEnds; readonly length: readonly string[] },
): readonly string[] {
  const counts = `${formatCount(callCount - ungroupedCount)} in ${formatCount(total)} ${total === 1 ? 'group' : 'groups'}`;
  return headingLines(context, 'Errors', [counts, ...length, windowWords(windowOf(ends), context.io.now())]);
}

function emptyWords({ ungroupedCount }: GroupPage, where: Where | undefined): string {
  if (ungroupedCount > 0) return 'The messages differ too much to group them.';
  return where === undefined ? 'No call failed in this time.' : 'No failed call fits.';
}

function narrateLimits(context: Context, { rows, total, ungroupedCount, historyShare }: GroupPage): void {
  if (context.format !== 'text') return;
  if (rows.length < total) {
    narrate(
      context,
      `${formatCount(rows.length)} of ${formatCount(total)} groups; --limit all prints every one.`,
      'muted',
    );
  }
  if (ungroupedCount > 0) {
    narrate(
      context,
      `${formatCount(ungroupedCount)} ${ungroupedCount === 1 ? 'call is' : 'calls are'} in no group: there are too many different ones. \`calls\` lists them.`,
      'warn',
    );
  }
  if (historyShare < 1) {
    const share = Math.floor(historyShare * 100);
    narrate(context, `Only ${share} % of the log is known so far, so no group is called new.`, 'warn');
  }
  if (rows.length > 0) narrateZone(context);
}
