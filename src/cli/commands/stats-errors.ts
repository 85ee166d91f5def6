import type { Command } from 'commander';
import { errorReportColumns } from '../../columns/errors.ts';
import { UsageError } from '../../model/presents-error.ts';
import { formatCount } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { narrateZone, printLines, printListing } from '../print/print.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, whereLines } from '../where.ts';
import { type GroupListOptions, showErrorGroups } from './group-list.ts';

/** They are read at once. */
const MOST_CALLS = 100_000;

interface ErrorsOptions extends GroupListOptions {
  readonly groups?: boolean;
}

/** Prints the newest failed calls, or those of the last hours in groups. */
export async function showErrors(context: Context, options: ErrorsOptions, command: Command): Promise<void> {
  const { limit, where, groups = false } = options;
  if (groups) return showErrorGroups(context, options, command);
  if (command.getOptionValueSource('hours') === 'cli') {
    throw new UsageError('--hours is for --groups: without it, calls of all time are listed.', {
      nextStep: "Add --groups, or give a time in the filter, e.g. --where 'time:24h'.",
    });
  }
  if (limit > MOST_CALLS) {
    throw new UsageError(`Without --groups, --limit is ${formatCount(MOST_CALLS)} at most.`, {
      nextStep: 'List every failed call.',
      command: 'calls --where is:error --limit all',
    });
  }
  const asked = { ...callsWhere(where), limit, payloads: 'text' } as const;
  const rows = await context.withStore(async (store) => {
    const found = await store.apiLogs.recentErrors(asked);
    if (found.length === 0) await narrateUnknownUsers(context, store, where);
    return found;
  });
  const whenEmpty = where === undefined ? 'No call has failed.' : 'No failed call fits.';
  if (context.format === 'text') printLines(context, whereLines(context, where));
  printListing(context, { columns: errorReportColumns, rows, whenEmpty });
  if (rows.length > 0) narrateZone(context);
}
