import type { Addition, InitWishes } from '../../init.ts';
import type { Server } from '../server/server.ts';
import { attachPartition, makePartition } from './attach-partition.ts';
import type { Catalog } from './catalog.ts';
import { buildIndex, hasIndex } from './index-building.ts';
import { ADD_XID, MIGRATIONS, type Migration } from './migrations.ts';
import { readSchema, type SchemaObject, schemaObjects } from './objects.ts';
import { missingRanges, PARTITIONS_AHEAD, type PartitionRange } from './partition-ranges.ts';
import { patientWrite } from './patient-write.ts';

/** A part of what init does: one transaction, or an index that is built beside the writers. */
export interface InitWork {
  readonly additions: readonly Addition[];
  /** True if it reads every row of the log. */
  readonly readsLog: boolean;
  run(server: Server): Promise<unknown>;
}

const LOG = 'user_api_call_log';
const DEFAULT_PARTITION = `${LOG}_default`;
const XID_TRIGGER = 'set_api_log_xid';
const XID_INDEX = 'idx_api_log_xid';

/** Records that a step was applied. */
export const RECORD_STEP = `INSERT INTO presents_schema (step) VALUES ($1) ON CONFLICT DO NOTHING`;

/** Takes the cluster that the database is in now for the one of its transactions. */
export const RECORD_CLUSTER = `
  UPDATE presents_cluster SET system_identifier = (SELECT system_identifier::text FROM pg_control_system())`;

/** Returns what init has to do in a database that looks like this, in its order; nothing where that is complete. */
export function initWork(catalog: Catalog, wishes: InitWishes, now: Date): readonly InitWork[] {
  const objects = schemaObjects();
  if (catalog.tables.size === 0) return [makeAll(objects, wishes, now)];
  const isLogNew = !catalog.tables.has(LOG);
  return [
    ...missingTables(catalog, objects),
    ...(catalog.isRestored ? [renewXids()] : []),
    ...MIGRATIONS.filter((migration) => migration.step > catalog.step && !migration.isDone(catalog)).map(migrate),
    ...missingFunctions(catalog, objects),
    ...missingIndexes(catalog, objects),
    ...(isLogNew || wishes.partitions !== undefined ? missingPartitions(catalog, wishes, now) : []),
  ];
}

function makeAll(objects: readonly SchemaObject[], { partitions = 'week' }: InitWishes, now: Date): InitWork {
  const ranges = partitions === 'none' ? [] : missingRanges([], partitions, { from: now, ahead: PARTITIONS_AHEAD });
  return {
    additions: [...objects.map(toAddition), ...ranges.map(partitionAddition)],
    readsLog: false,
    run: (server) =>
      patientWrite(server, async (ask) => {
        await ask.run(readSchema());
        await ask.run(ranges.map(makePartition).join(';'));
        for (const { step } of MIGRATIONS) await ask.run(RECORD_STEP, [step]);
      }),
  };
}

function missingTables({ tables }: Catalog, objects: readonly SchemaObject[]): readonly InitWork[] {
  const missing = objects.filter(
    ({ kind, name }) => kind === 'table' && !tables.has(name) && (name !== DEFAULT_PARTITION || !tables.has(LOG)),
  );
  if (missing.length === 0) return [];
  return [
    inOneTransaction(
      missing.map(toAddition),
      missing.map(({ sql }) => sql),
    ),
  ];
}

// The transactions of another cluster say nothing here: rows of the log start anew as rows that were there before.
function renewXids(): InitWork {
  return inOneTransaction(
    [{ kind: 'column', name: `${LOG}.xid` }],
    [
      `DROP TRIGGER IF EXISTS ${XID_TRIGGER} ON ${LOG}`,
      `ALTER TABLE ${LOG} DROP COLUMN IF EXISTS xid`,
      ADD_XID,
      ...schemaObjects().flatMap(({ name, sql }) => (name === XID_TRIGGER ? [sql] : [])),
      RECORD_CLUSTER,
    ],
  );
}

function migrate({ step, adds, sql }: Migration): InitWork {
  return {
    additions: [adds],
    readsLog: false,
    run: (server) =>
      patientWrite(server, async (ask) => {
        await ask.run(sql);
        await ask.run(RECORD_STEP, [step]);
      }),
  };
}

function missingFunctions({ functions, triggers }: Catalog, objects: readonly SchemaObject[]): readonly InitWork[] {
  const missing = objects.filter(
    ({ kind, name }) => (kind === 'function' && !functions.has(name)) || (kind === 'trigger' && !triggers.has(name)),
  );
  if (missing.length === 0) return [];
  return [
    inOneTransaction(
      missing.map(toAddition),
      missing.map(({ sql }) => sql),
    ),
  ];
}

function missingIndexes(catalog: Catalog, objects: readonly SchemaObject[]): readonly InitWork[] {
  const isPartitioned = catalog.tables.get(LOG) !== 'r';
  // An index on xid goes with the column.
  const isGone = (name: string) => catalog.isRestored && name === XID_INDEX;
  return objects
    .filter((object) => object.kind === 'index' && (isGone(object.name) || !hasIndex(catalog.indexes, object)))
    .map((index) => ({
      additions: [toAddition(index)],
      readsLog: true,
      run: (server) => buildIndex(server, index, { isPartitioned }),
    }));
}

function missingPartitions(
  catalog: Catalog,
  { partitions: size = 'week' }: InitWishes,
  now: Date,
): readonly InitWork[] {
  if (size === 'none') return [];
  const fallback = catalog.partitions.find(({ isDefault }) => isDefault);
  return missingRanges(catalog.partitions, size, { from: now, ahead: PARTITIONS_AHEAD }).map((range) => ({
    additions: [partitionAddition(range)],
    readsLog: false,
    run: (server) => patientWrite(server, (ask) => attachPartition(ask, range, fallback)),
  }));
}

function inOneTransaction(additions: readonly Addition[], statements: readonly string[]): InitWork {
  return {
    additions,
    readsLog: false,
    run: (server) =>
      patientWrite(server, async (ask) => {
        for (const sql of statements) await ask.run(sql);
      }),
  };
}

function toAddition({ kind, name }: Addition): Addition {
  return { kind, name };
}

function partitionAddition({ from }: PartitionRange): Addition {
  return { kind: 'partition', name: `from ${from.toISOString().slice(0, 10)}` };
}
