import { forJson } from '../../export/approximate.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { cellContext, outputWidth, printJson, printLines } from '../print/print.ts';
import { bucketMinutes, type Snapshot, snapshotLines } from './snapshot-text.ts';
import { readCompared } from './stats-system.ts';

const hours = 24;
const userLimit = 15;
const errorLimit = 8;
const defaultWidth = 100;

/** Prints once what the dashboard shows, as text or JSON. */
export async function printSnapshot(context: Context): Promise<number> {
  const { io, location, format } = context;
  const snapshot = await context.withStore(readSnapshot, { mayUseIndex: true });
  if (format === 'json') {
    const { stats, before, users, errors, cache } = snapshot;
    printJson(context, { system: forJson(stats), before: forJson(before), users: users.rows, errors, cache });
  } else {
    const width = outputWidth(io) ?? defaultWidth;
    const { commandFor } = context;
    printLines(context, snapshotLines(snapshot, { location, commandFor, width, cells: cellContext(context) }));
  }
  return 0;
}

async function readSnapshot(store: Store): Promise<Snapshot> {
  const compared = await readCompared(store, hours);
  const window = { from: compared.stats.from, to: null };
  const page = { filter: '', sort: 'calls', descending: true, offset: 0, limit: userLimit, anchorId: null } as const;
  return {
    ...compared,
    users: await store.users.overview({ ...page, window, bucketCount: hours }),
    timeline: await store.apiLogs.timeline(window, { bucketSeconds: bucketMinutes * 60 }),
    errors: await store.apiLogs.recentErrors({ limit: errorLimit, payloads: 'text' }),
    cache: await store.products.stats(),
  };
}
