import { realpathSync } from 'node:fs';
import type { Location, ServerAddress } from '../model/location.ts';
import { PresentsError } from '../model/presents-error.ts';
import type { CopySource } from './copy/source.ts';
import type { CopyTarget } from './copy/target.ts';
import { engineOf } from './engines.ts';
import { locationText } from './location.ts';
import { type InitOptions, initSettings } from './open.ts';

export type { CopyProgress } from './copy/copying.ts';
export { type CopyPlan, countWords, planCopy } from './copy/plan.ts';
export { type CopyReport, copyDatabase } from './copy/run-copy.ts';

/** The two sides of a copy. */
export interface CopySides {
  readonly source: CopySource;
  readonly target: CopyTarget;
}

/** Opens both sides for as long as `use` takes. Throws a PresentsError if there is nothing to copy, or both are the same. */
export async function withCopySides<Answer>(
  { from, to, options }: { readonly from: Location; readonly to: Location; readonly options: InitOptions },
  use: (sides: CopySides) => Promise<Answer>,
): Promise<Answer> {
  if (isSame(from, to)) {
    throw new PresentsError(`${locationText(from)} cannot be copied into itself.`, {
      code: 'invalid',
      nextStep: 'Name two databases.',
      exitCode: 2,
    });
  }
  await requireDatabase(from);
  const source = await engineOf(from).openCopySource(from);
  try {
    const target = await engineOf(to).openCopyTarget(to, initSettings(options));
    try {
      return await use({ source, target });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function requireDatabase(from: Location): Promise<void> {
  const state = await engineOf(from).state(from);
  if (state === 'ready') return;
  throw new PresentsError(
    state === 'missing'
      ? `There is no database at ${locationText(from)}.`
      : `${locationText(from)} lacks tables of this API: it cannot be copied.`,
    { code: 'not_found', nextStep: 'Name the right one.', option: '--from' },
  );
}

function isSame(from: Location, to: Location): boolean {
  if (from.kind === 'file' && to.kind === 'file') return realPath(from.path) === realPath(to.path);
  if (from.kind === 'file' || to.kind === 'file' || from.database !== to.database) return false;
  const names = new Set(from.servers.map(serverName));
  return to.servers.some((server) => names.has(serverName(server)));
}

function serverName({ host, port }: ServerAddress): string {
  return `${host} ${port}`;
}

/** The path without links; as it stands where there is nothing yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
