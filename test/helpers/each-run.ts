import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startRunServer } from './postgres/run-server.ts';

/**
 * Builds the program once before the tests, so that those of the whole program run what a user runs, and starts the PostgreSQL
 * server that the tests share.
 */
export default async function eachRun(project: TestProject): Promise<() => Promise<void>> {
  const building = promisify(execFile)(process.execPath, ['scripts/build.ts']);
  const [run] = await Promise.all([startRunServer(), building]);
  project.provide('postgres', run?.server ?? null);
  return async () => run?.remove();
}
