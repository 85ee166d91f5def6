import { fileAt } from '../src/store/location.ts';
import type { Store } from '../src/store/store.ts';
import { readyBuckets, secondsPerBucket } from '../src/tui/context/windows.ts';
import { pageSize } from '../src/tui/list/list-state.ts';
import { type CompareOptions, compare } from './compare.ts';
import type { Log } from './databases.ts';
import { openIndexedStore } from './indexed-store.ts';
import { figure, type Row, type Section } from './result.ts';
import type { Setting } from './setting.ts';
import { WINDOWS } from './statistics.ts';

/** A view of the dashboard: everything it asks when it is opened or its data moved. */
export interface View {
  readonly work: string;
  readonly ask: (store: Store, from: Date) => Promise<unknown>;
  readonly hours: number;
}

// What fits at 200x60.
const BARS = 300;
const PAGE_ROWS = pageSize(56);
const SPARKLINE = 24;

/** Everything that the views of the dashboard ask, in every window. */
export async function benchViews({ log, smallCrowd, env, scale, say }: Setting): Promise<Section> {
  say('views');
  const views = viewsOf(log.busiestUser);
  const crowd = [{ work: `Users, 24 h, ${smallCrowd.userCount.toLocaleString('en')} users`, hours: 24, ask: askUsers }];
  const options = { ...scale, env };
  return {
    title: 'Views',
    about:
      'Milliseconds until the store in its thread has answered all that a screen asks at 200x60, where nothing of it is known yet ' +
      '(the window is another one each time).',
    columns: ['ours', 'wanted'],
    rows: [
      ...(await measure(log.path, log.newestAt, views, options)),
      ...(await measure(smallCrowd.path, log.newestAt, crowd, options)),
    ],
  };
}

/** The views of a log in every window. */
export function viewsOf(busiestUser: Pick<Log['busiestUser'], 'username'>): readonly View[] {
  const kinds: readonly (readonly [string, (hours: number) => View['ask']])[] = [
    ['System', askSystem],
    ['Heatmap', (hours) => askHeatmap(hours)],
    ['Users', () => askUsers],
    ['User, the busiest', (hours) => askUser(busiestUser, hours)],
    ['Errors', () => askErrors],
    ['Calls', () => askCalls],
  ];
  return kinds.flatMap(([name, askOf]) =>
    WINDOWS.map((window) => ({ work: `${name}, ${window.name}`, hours: window.hours, ask: askOf(window.hours) })),
  );
}

function askSystem(hours: number): View['ask'] {
  const bucketSeconds = secondsPerBucket(hours, BARS);
  return ({ apiLogs }, from) => {
    const before = new Date(from.getTime() - hours * 3_600_000);
    return Promise.all([
      apiLogs.timeline({ from, to: null }, { bucketSeconds }),
      apiLogs.systemStats({ from, to: null }),
      apiLogs.totals({ from: before, to: from }),
    ]);
  };
}

function askHeatmap(hours: number): View['ask'] {
  const bucketSeconds = secondsPerBucket(hours, BARS);
  return ({ apiLogs }, from) => apiLogs.latencyHeat({ from, to: null }, { bucketSeconds });
}

const askUsers: View['ask'] = ({ users }, from) =>
  users.overview({
    window: { from, to: null },
    bucketCount: SPARKLINE,
    filter: '',
    sort: 'calls',
    descending: true,
    offset: 0,
    limit: PAGE_ROWS,
    anchorId: null,
    details: true,
  });

function askUser({ username }: Pick<Log['busiestUser'], 'username'>, hours: number): View['ask'] {
  const bucketSeconds = secondsPerBucket(hours, BARS, readyBuckets.user);
  return ({ apiLogs, users, audit }, from) =>
    Promise.all([
      users.find(username),
      apiLogs.userStats(username, { from, to: null }),
      apiLogs.timeline({ from, to: null }, { bucketSeconds, username }),
      apiLogs.latencies({ from, to: null }, { username }),
      apiLogs.recentErrors({ username, limit: 20, window: { from, to: null } }),
      audit.list({ target: username, limit: 20 }),
    ]);
}

const askErrors: View['ask'] = ({ apiLogs }, from) => apiLogs.errors(newestPage(from));

const askCalls: View['ask'] = ({ apiLogs }, from) => apiLogs.calls(newestPage(from));

function newestPage(from: Date) {
  const window = { from, to: null };
  return {
    window,
    filter: '',
    sort: 'time',
    descending: true,
    offset: 0,
    limit: PAGE_ROWS,
    anchorId: null,
  } as const;
}

async function measure(
  path: string,
  newestAt: Date,
  views: readonly View[],
  options: CompareOptions & Pick<Setting, 'env'>,
): Promise<readonly Row[]> {
  const { store } = await openIndexedStore(fileAt(path), options.env);
  const rows: Row[] = [];
  try {
    for (const { work, hours, ask } of views) {
      const fromAt = (turn: number) => new Date(newestAt.getTime() - hours * 3_600_000 - turn * 1000);
      const [ours] = await compare([(turn) => ask(store, fromAt(turn))], options);
      rows.push({ work, cells: [figure(ours, 'ms'), '16 ms'] });
    }
  } finally {
    await store.close();
  }
  return rows;
}
