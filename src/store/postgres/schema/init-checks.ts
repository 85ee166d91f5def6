import { PresentsError } from '../../../model/presents-error.ts';
import type { InitWishes } from '../../init.ts';
import type { Catalog } from './catalog.ts';
import { NEWEST_STEP } from './migrations.ts';
import { sizeOf } from './partition-ranges.ts';

const LOG = 'user_api_call_log';
const OLDEST_VERSION = 140_000;

/** Throws a PresentsError if init cannot do what is wanted in a database that looks like this. */
export function checkInit(catalog: Catalog, { partitions }: InitWishes): void {
  checkVersion(catalog);
  checkStep(catalog);
  checkTables(catalog);
  checkXid(catalog);
  if (partitions !== undefined) checkPartitions(catalog, partitions);
}

function checkVersion({ version }: Catalog): void {
  if (version >= OLDEST_VERSION) return;
  throw new PresentsError(`This server is PostgreSQL ${Math.floor(version / 10_000)}; the schema needs 14 or newer.`, {
    code: 'invalid',
    nextStep: 'Use a newer server.',
  });
}

function checkStep({ step }: Catalog): void {
  if (step <= NEWEST_STEP) return;
  throw new PresentsError(
    `A newer presents made this database: its schema is at step ${step}, and this program knows ${NEWEST_STEP}.`,
    { code: 'invalid', nextStep: 'Install the newer version.' },
  );
}

// A view may stand for a table to look at, but nothing can be added to it.
function checkTables({ tables }: Catalog): void {
  for (const [name, kind] of tables) {
    if (kind === 'r' || kind === 'p') continue;
    throw new PresentsError(
      `${name} is no table but ${kind === 'v' || kind === 'm' ? 'a view' : 'something else'}, so nothing can be added to it.`,
      { code: 'invalid', nextStep: 'Complete the database that has the table instead.' },
    );
  }
}

// Another program's column of this name would be taken for ours.
function checkXid({ columns }: Catalog): void {
  const type = columns.get(`${LOG}.xid`);
  if (type === undefined || type === 'xid8') return;
  throw new PresentsError(
    `The log has a column xid of the type ${type}, where presents needs its own of the type xid8.`,
    { code: 'invalid', nextStep: 'Rename that column.' },
  );
}

function checkPartitions({ tables, partitions }: Catalog, wanted: NonNullable<InitWishes['partitions']>): void {
  const refuse = (message: string) => {
    throw new PresentsError(message, {
      code: 'invalid',
      nextStep: 'Leave partitions out.',
      field: 'partitions',
      exitCode: 2,
    });
  };
  if (tables.get(LOG) === 'r' && wanted !== 'none')
    refuse('The log is a plain table, and PostgreSQL cannot divide a table that exists.');
  const size = sizeOf(partitions);
  if (tables.get(LOG) === 'p' && size !== 'none' && size !== wanted)
    refuse(`The log has partitions of ${size === undefined ? 'another size' : `a ${size}`} already.`);
}
