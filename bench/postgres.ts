import { setTimeout as delay } from 'node:timers/promises';
import { hashApiKey } from '../src/store/checks/keys.ts';
import { openServerStore } from '../src/store/library.ts';
import { fileAt, locationText } from '../src/store/location.ts';
import { initDatabase, openStore, openStoreInThread, statisticsFolder } from '../src/store/open.ts';
import { copyDatabase, withCopySides } from '../src/store/open-copy.ts';
import type { Store } from '../src/store/store.ts';
import { compare } from './compare.ts';
import { startDelayingProxy } from './delaying-proxy.ts';
import { openIndexedStore } from './indexed-store.ts';
import { type BenchServer, startBenchServer } from './postgres-server.ts';
import { figure, median, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';
import { viewsOf } from './views.ts';

const WINDOWS = /, (24 h|7 d|30 d)$/;
const DASHBOARDS = 50;
const BEAT_MS = 500;
const WRITERS = 8;
const BATCH = 200;
const DELAY_MS = 40;

/** Measures PostgreSQL beside SQLite, on the same log, in one run. */
export async function benchPostgres(setting: Setting): Promise<readonly Section[]> {
  const server = await startBenchServer();
  if (server === undefined) return [];
  try {
    setting.say('a copy of the log on PostgreSQL');
    await initDatabase(server.location());
    const copiedPerSecond = await copyLog(setting, server);
    await server.ask('VACUUM ANALYZE');
    const sections = [
      await benchViewsOfBoth(server, setting),
      await benchFarAway(server, setting),
      await benchWork(server, setting, copiedPerSecond),
    ];
    return sections.map((section) => ({ ...section, title: `PostgreSQL ${server.version}: ${section.title}` }));
  } finally {
    await server.remove();
  }
}

/** Copies the log, and returns how many calls a second that took; to compare both sides is left out. */
async function copyLog({ log }: Setting, server: BenchServer): Promise<number> {
  const sides = { from: fileAt(log.path), to: server.location(), options: {} };
  const startedAt = performance.now();
  let copiedAt = startedAt;
  await withCopySides(sides, (opened) =>
    copyDatabase({
      ...opened,
      signal: new AbortController().signal,
      onProgress: ({ step }) => {
        if (step === 'copying') copiedAt = performance.now();
      },
    }),
  );
  return (log.callCount * 1000) / (copiedAt - startedAt);
}

async function benchViewsOfBoth(server: BenchServer, { log, env, scale, say }: Setting): Promise<Section> {
  say('views of both engines');
  const sqlite = await openIndexedStore(fileAt(log.path), env);
  const postgres = await openIndexedStore(server.location(), env);
  const rows: Row[] = [];
  try {
    for (const { work, hours, ask } of viewsOf(log.busiestUser).filter(({ work }) => WINDOWS.test(work))) {
      const fromAt = (turn: number) => new Date(log.newestAt.getTime() - hours * 3_600_000 - turn * 1000);
      const ways = [sqlite, postgres].map(
        ({ store }) =>
          (turn: number) =>
            ask(store, fromAt(turn)),
      );
      rows.push({ work, cells: [...(await bothWays(ways, scale)), '1.5 ×, 24 ms'] });
    }
    const versions = [sqlite, postgres].map(
      ({ store }) =>
        () =>
          store.version(),
    );
    rows.push({ work: 'has anything changed?', cells: [...(await bothWays(versions, scale)), '1 ms'] });
    // The file may have been indexed before.
    const feed = figure((log.callCount * 1000) / postgres.completeMs, 'rows/s');
    rows.push({ work: 'the statistics index is made', cells: [null, feed, null, '150,000 rows/s'] });
  } finally {
    await Promise.all([sqlite.store.close(), postgres.store.close()]);
  }
  return {
    title: 'views',
    about: `${log.callCount.toLocaleString('en')} calls, the same in both engines; milliseconds until the store in its thread has answered all that a screen asks at 200x60.`,
    columns: ['SQLite', 'PostgreSQL', 'PostgreSQL ÷ SQLite', 'wanted'],
    rows,
  };
}

async function bothWays(
  ways: readonly (() => unknown)[] | readonly ((turn: number) => unknown)[],
  scale: Setting['scale'],
) {
  const [sqlite, postgres] = await compare(ways, scale);
  return [figure(sqlite, 'ms'), figure(postgres, 'ms'), ratio(postgres, sqlite)];
}

async function benchFarAway(server: BenchServer, { log, env, say }: Setting): Promise<Section> {
  say('a server 80 ms away');
  const proxy = await startDelayingProxy(server, DELAY_MS);
  const rows: Row[] = [];
  try {
    const indexed = await openIndexedStore(server.location(proxy.port), env);
    await measureFar('with the index', indexed.store);
    const plain = await openStoreInThread(server.location(proxy.port));
    await measureFar('from the log', plain);
  } finally {
    await proxy.close();
  }
  async function measureFar(how: string, store: Store): Promise<void> {
    await store.version();
    for (const { work, hours, ask } of viewsOf(log.busiestUser).filter(({ work }) => work.endsWith(', 24 h'))) {
      const from = (second: number) => new Date(log.newestAt.getTime() - hours * 3_600_000 - second * 1000);
      await ask(store, from(0));
      const before = proxy.roundTrips();
      const startedAt = performance.now();
      await ask(store, from(1));
      const tookMs = performance.now() - startedAt;
      rows.push({
        work: `${work}, ${how}`,
        cells: [figure(tookMs, 'ms'), figure(proxy.roundTrips() - before, 'times'), 'one'],
      });
    }
    await store.close();
  }
  return {
    title: 'a server 80 ms away',
    about: `The same through a proxy that holds everything back for ${DELAY_MS} ms in each direction. A trip is counted for each time that a connection spoke after it was answered; several connections make theirs at once.`,
    columns: ['until answered', 'round trips', 'wanted'],
    rows,
  };
}

async function benchWork(server: BenchServer, setting: Setting, copiedPerSecond: number): Promise<Section> {
  const { scale, say } = setting;
  say('inserts without and with 50 dashboards');
  const alone: number[] = [];
  const watched: number[] = [];
  let idleShare = Number.NaN;
  const dashboards = await openDashboards(server, setting.env);
  try {
    idleShare = await shareOfServer(server, scale.watchSeconds, () => dashboards.beat());
    for (let pair = 0; pair < Math.max(2, scale.pairCount); pair += 1) {
      alone.push(await insertsPerSecond(server, scale.watchSeconds));
      watched.push(await dashboards.during(() => insertsPerSecond(server, scale.watchSeconds)));
    }
  } finally {
    await dashboards.close();
  }
  say('the logger');
  const logged = await loggedPerSecond(server, scale.watchSeconds);
  return {
    title: 'work',
    about: `${WRITERS} writers insert calls one by one; ${DASHBOARDS} dashboards ask whether anything has changed every ${BEAT_MS} ms, and for the newest calls where it has. They run on the same machine as the server.`,
    columns: ['figure', 'wanted'],
    rows: [
      {
        work: `${DASHBOARDS} dashboards, nothing changes: share of one core of the server`,
        cells: [figure(idleShare, '%'), '1 %'],
      },
      { work: 'inserts, nobody looks', cells: [figure(median(alone), 'calls/s'), null] },
      { work: `inserts, ${DASHBOARDS} dashboards look`, cells: [figure(median(watched), 'calls/s'), null] },
      { work: 'the second ÷ the first', cells: [ratio(median(watched), median(alone)), '0.9 ×'] },
      { work: `logged by the library in batches of ${BATCH}`, cells: [figure(logged, 'calls/s'), '20,000 calls/s'] },
      { work: 'copied from SQLite', cells: [figure(copiedPerSecond, 'rows/s'), '40,000 rows/s'] },
    ],
  };
}

interface Dashboards {
  /** Asks once, all of them. */
  beat(): Promise<void>;
  /** Goes on asking as long as some work takes. */
  during<Answer>(work: () => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

/** Asks as dashboards do, in this process, since 50 of them would take the machine from the server. */
async function openDashboards(server: BenchServer, env: Setting['env']): Promise<Dashboards> {
  const statisticsIndex = { folder: statisticsFolder(env), builds: false };
  const stores = await Promise.all(
    Array.from({ length: DASHBOARDS }, async () => openStore(server.location(), { statisticsIndex })),
  );
  const seen = new Map<Store, string>();
  const look = async (store: Store) => {
    const version = await store.version();
    if (seen.get(store) !== undefined && seen.get(store) !== version) await store.apiLogs.newest();
    seen.set(store, version);
  };
  const beat = async () => void (await Promise.all(stores.map(look)));
  return {
    beat,
    async during(work) {
      let isOver = false;
      const beats = stores.map(async (store, place) => {
        await delay((BEAT_MS * place) / DASHBOARDS);
        while (!isOver) {
          await look(store);
          await delay(BEAT_MS);
        }
      });
      const answer = await work();
      isOver = true;
      await Promise.all(beats);
      return answer;
    },
    close: async () => void (await Promise.all(stores.map((store) => store.close()))),
  };
}

async function shareOfServer(server: BenchServer, seconds: number, beat: () => Promise<void>): Promise<number> {
  await beat();
  const before = server.cpuMs();
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    const begun = performance.now();
    await beat();
    await delay(Math.max(0, BEAT_MS - (performance.now() - begun)));
  }
  return ((server.cpuMs() - before) / (performance.now() - startedAt)) * 100;
}

async function insertsPerSecond(server: BenchServer, seconds: number): Promise<number> {
  const { default: pg } = await import('pg');
  const clients = Array.from(
    { length: WRITERS },
    () => new pg.Client({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'bench' }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const startedAt = performance.now();
  let count = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() - startedAt < seconds * 1000) {
        await client.query(
          'INSERT INTO user_api_call_log (user_id, api_route, request_payload, response_status_code, response_time_ms) VALUES (1, $1, $2, 200, 12.5)',
          ['/api/predict', '{"occasion":"birthday"}'],
        );
        count += 1;
      }
    }),
  );
  const perSecond = (count * 1000) / (performance.now() - startedAt);
  await Promise.all(clients.map((client) => client.end()));
  return perSecond;
}

async function loggedPerSecond(server: BenchServer, seconds: number): Promise<number> {
  const [user] = await server.ask(
    `INSERT INTO "user" (username, api_key) VALUES ('logger', '${hashApiKey('logger')}') RETURNING id::text`,
  );
  const store = await openServerStore(locationText(server.location()));
  const call = {
    userId: Number(user?.id),
    apiRoute: '/api/predict',
    requestPayload: { occasion: 'birthday', recipient: { age: 7 } },
    responsePayload: { gifts: ['kite', 'book'] },
    statusCode: 200,
    responseTimeMs: 12.5,
  };
  const batch = Array.from({ length: BATCH }, () => call);
  let count = 0;
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    await store.apiLogs.logMany(batch);
    count += BATCH;
  }
  const perSecond = (count * 1000) / (performance.now() - startedAt);
  await store.close();
  return perSecond;
}
