import type { ServerLocation } from '../../model/location.ts';
import { printable } from '../../text/printable.ts';
import type { EngineDoor } from '../engine.ts';

// Nothing of PostgreSQL is loaded before the first question.

/** PostgreSQL's databases. */
export const postgresDoor: EngineDoor<ServerLocation> = {
  openEngine: async (location, options) =>
    (await import('./postgres-engine.ts')).createPostgresEngine(location, options),
  state: async (location) => (await import('./schema/state.ts')).readDatabaseState(location),
  // The first question meets the fault.
  isMissing: async () => false,
  isUnchangeable: async () => false,
  planInit: async (location, wishes, now) => (await import('./schema/init.ts')).planInit(location, wishes, now),
  initDatabase: async (location, settings) => (await import('./schema/init.ts')).initDatabase(location, settings),
  planMaintain: async (location, wishes) => (await import('./schema/maintain.ts')).planMaintain(location, wishes),
  maintain: async (location, settings) => (await import('./schema/maintain.ts')).maintain(location, settings),
  examine: async (location, settings) => (await import('./doctor/examine.ts')).examine(location, settings),
  openBulkWriter: async (location, settings) =>
    (await import('./copy/bulk-writer.ts')).openBulkWriter(location, settings),
  removeFilled: async (location) => (await import('./copy/bulk-writer.ts')).removeFilled(location),
  openCopySource: async (location) =>
    (await import('./copy/server-source.ts')).openServerSource(location, printable(location.label)),
  openCopyTarget: async (location, settings) =>
    (await import('./copy/server-target.ts')).openServerTarget(location, printable(location.label), settings),
};
