import type { CallPage, Store } from '../../store/store.ts';
import { formatCount, formatWindow } from '../../text/format.ts';
import type { Context } from '../context.ts';
import { headingLines, narrate, narrateZone, printLines } from '../print/print.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { whereLines, windowOf, windowWords } from '../where.ts';
import { type AskedCalls, questionOf, readCalls } from './asked-calls.ts';
import { createCallWriter } from './call-writer.ts';

/** So many calls are read by the question that counts them. */
const FIRST_ROWS = 1000;

/** Prints a list of calls in the format that was asked for, and answers with the exit code. */
export async function printCalls(context: Context, store: Store, asked: AskedCalls): Promise<number> {
  const writer = createCallWriter(
    context,
    store,
    asked.where === undefined ? 'No calls in this time.' : 'No call fits.',
  );
  const limit = Math.min(asked.limit, FIRST_ROWS);
  const first = await store.apiLogs.calls({ ...questionOf(asked), offset: 0, limit, anchorId: null });
  const count = Math.min(asked.limit, first.total);
  if (context.format === 'text') printLines(context, headingOf(context, first, asked));
  if (count <= first.rows.length) await writer.write(first.rows);
  else for await (const rows of readCalls(store, asked)) await writer.write(rows);
  await writer.end();
  if (count === 0) await narrateUnknownUsers(context, store, asked.where);
  if (count < first.total) narrateRest(context, count, first.total);
  if (count > 0) narrateZone(context);
  return 0;
}

function headingOf(context: Context, { total, unfilteredTotal }: CallPage, asked: AskedCalls): readonly string[] {
  const { where, ends, hours, now } = asked;
  const count = where === undefined ? formatCount(total) : `${formatCount(total)} of ${formatCount(unfilteredTotal)}`;
  const length = hours === undefined ? [] : [`last ${formatWindow(hours)}`];
  const about = [count, ...length, windowWords(windowOf(ends), now)];
  return [...headingLines(context, 'Calls', about), ...whereLines(context, where), ''];
}

function narrateRest(context: Context, count: number, total: number): void {
  if (context.format !== 'text') return;
  narrate(context, `${formatCount(count)} of ${formatCount(total)} calls; --limit all prints every one.`, 'muted');
}
