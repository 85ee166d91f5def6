import { errorReportColumns } from '../../columns/errors.ts';
import type { Context } from '../context.ts';
import { narrateZone, printLines, printListing } from '../print/print.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, type Where, whereLines } from '../where.ts';

interface ErrorsOptions {
  readonly limit: number;
  readonly where?: Where;
}

/** Prints the newest failed calls. */
export async function showErrors(context: Context, { limit, where }: ErrorsOptions): Promise<void> {
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
