import type { Location } from '../model/location.ts';
import type { EngineDoor } from './engine.ts';
import { postgresDoor } from './postgres/postgres-door.ts';
import { sqliteDoor } from './sqlite/sqlite-door.ts';

/** The engine of each kind of location. */
const ENGINES: { readonly [Kind in Location['kind']]: EngineDoor<Extract<Location, { readonly kind: Kind }>> } = {
  file: sqliteDoor,
  server: postgresDoor,
};

/** The engine that opens what is at a location. */
export function engineOf({ kind }: Location): EngineDoor<Location> {
  return ENGINES[kind];
}
