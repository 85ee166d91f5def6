import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../../src/demo/random.ts';
import type { Cluster } from '../postgres/cluster.ts';
import { locationOn } from '../postgres/server-place.ts';
import { AlternatingServer, CheckedServer } from './checked-server.ts';
import { makeMischief } from './mischief.ts';
import { type ReaderReport, readAlong } from './reader.ts';
import { write } from './writer.ts';

const DATABASE = 'live';
const WRITERS = 16;
// Answers that each reader gives before the next thing is done to the servers.
const ANSWERS = 3;

/** Settings that servers of live counts need. */
export const LIVE_SETTINGS = { max_prepared_transactions: 50 };

/** Options of live counts. */
export interface LiveOptions {
  readonly primary: Cluster;
  readonly standby: Cluster;
  /** Folder for the indexes of the readers. */
  readonly folder: string;
  /** Number of times that everything is done to the servers that can be done, and time after which no more is. */
  readonly rounds: number;
  readonly seconds: number;
  readonly seed: number;
}

/** Outcome of live counts. */
export interface LiveReport {
  readonly transactions: number;
  readonly rows: number;
  readonly mischief: Readonly<Record<string, number>>;
  readonly readers: readonly ReaderReport[];
}

/** Has many write to a log and to its servers as badly as they can, while indexes are read along and held against it. */
export async function countLive({ primary, standby, folder, rounds, seconds, seed }: LiveOptions): Promise<LiveReport> {
  await primary.ask(`CREATE DATABASE ${DATABASE}`);
  await primary.ask(readFileSync('schema.postgres.sql', 'utf8'), DATABASE);
  await primary.ask('ALTER TABLE user_api_call_log ALTER COLUMN id SET CACHE 50', DATABASE);
  await untilCopied(primary, standby);
  const end = Date.now() + seconds * 1000;
  const isInTime = () => Date.now() < end;
  let isWriting = true;
  let isOver = false;
  const answers = new Map<string, number>();
  const random = (name: string) => new Random(seed, name);
  const readIds = async () =>
    (await primary.ask('SELECT id::float8 FROM user_api_call_log', DATABASE)).map(({ id }) => Number(id));
  const [onPrimary, onStandby] = [locationOn([primary], DATABASE), locationOn([standby], DATABASE)];
  const places = {
    primary: () => new CheckedServer(onPrimary),
    standby: () => new CheckedServer(onStandby),
    alternating: () => new AlternatingServer([onPrimary, onStandby]),
  };
  const reading = Object.entries(places).map(([name, openServer]) =>
    readAlong({
      name,
      openServer,
      folder: join(folder, name),
      random: random(name),
      until: () => !isOver,
      noteAnswer: () => answers.set(name, (answers.get(name) ?? 0) + 1),
      readIds,
    }),
  );
  const untilAnswered = async () => {
    const before = new Map(answers);
    const hasAnswered = (name: string) => (answers.get(name) ?? 0) >= (before.get(name) ?? 0) + ANSWERS;
    while (isInTime() && !Object.keys(places).every(hasAnswered)) await pause(5);
  };
  const doing = {
    primary,
    standby,
    database: DATABASE,
    random: random('mischief'),
    rounds,
    until: isInTime,
    untilAnswered,
  };
  const [mischief, ...written] = await Promise.all([
    makeMischief(doing).finally(() => {
      isWriting = false;
    }),
    ...Array.from({ length: WRITERS }, (_, number) =>
      write({
        server: primary,
        database: DATABASE,
        random: random(`writer ${number}`),
        until: () => isWriting,
        number,
      }),
    ),
  ]);
  await endPrepared(primary);
  await untilCopied(primary, standby);
  isOver = true;
  const readers = await Promise.all(reading);
  return {
    transactions: written.reduce((sum, count) => sum + count, 0),
    rows: (await readIds()).length,
    mischief,
    readers,
  };
}

async function endPrepared(primary: Cluster): Promise<void> {
  for (const { gid } of await primary.ask('SELECT gid FROM pg_prepared_xacts')) {
    await primary.ask(`ROLLBACK PREPARED '${gid}'`, DATABASE);
  }
}

/** Waits until the standby shows what the primary has. */
async function untilCopied(primary: Cluster, standby: Cluster): Promise<void> {
  await primary.ask('CREATE TABLE IF NOT EXISTS mark (n int); INSERT INTO mark SELECT count(*) FROM mark');
  const [wanted] = await primary.ask('SELECT count(*) AS n FROM mark');
  for (;;) {
    try {
      const [found] = await standby.ask('SELECT count(*) AS n FROM mark');
      if (found?.n === wanted?.n) return;
    } catch {
      // It does not have the table yet.
    }
  }
}
