import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countLive, LIVE_SETTINGS } from '../test/helpers/live-counts/live-counts.ts';
import { Cluster } from '../test/helpers/postgres/cluster.ts';
import { guardedFolder } from '../test/helpers/postgres/guarded-folder.ts';
import { findPrograms } from '../test/helpers/postgres/programs.ts';

const MINUTES = 5;

// Minutes and a seed may be given: `npm run test:live -- 1 4711`.
const [minutes = MINUTES, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number);
const servers = guardedFolder();
const indexes = mkdtempSync(join(tmpdir(), 'presents-live-'));
try {
  const programs = findPrograms(join(servers.path, 'programs'));
  if (programs === undefined) throw new Error('There is no PostgreSQL: PRESENTS_TEST_POSTGRES is skip.');
  const primary = new Cluster(programs, { folder: servers.path, name: 'primary', port: 5432, settings: LIVE_SETTINGS });
  await primary.create();
  const source = `host=${primary.host} port=${primary.port} user=postgres`;
  const standby = new Cluster(programs, {
    folder: servers.path,
    name: 'standby',
    port: 5433,
    settings: { ...LIVE_SETTINGS, primary_conninfo: source },
  });
  await standby.createStandbyOf(primary);
  await primary.start();
  await standby.start();
  console.log(`16 writers for ${minutes} minutes, seed ${seed} …`);
  const options = { primary, standby, folder: indexes, rounds: Number.POSITIVE_INFINITY, seconds: minutes * 60, seed };
  const { readers, ...report } = await countLive(options);
  console.log(report);
  console.table(readers.map(({ wrong, ...reader }) => ({ ...reader, wrong: wrong.length })));
  for (const { name, wrong } of readers) for (const fault of wrong.slice(0, 5)) console.log(`${name}: ${fault}`);
  const isRight = readers.every((reader) => reader.wrong.length + reader.missed + reader.doubled + reader.ghosts === 0);
  process.exitCode = isRight ? 0 : 1;
} finally {
  rmSync(indexes, { recursive: true, force: true });
  await servers.remove();
}
