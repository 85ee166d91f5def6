import type { Location } from '../model/location.ts';
import { formatWholeShare } from '../text/format.ts';
import { type NamelessFinding, runChecks } from './answers/findings.ts';
import type { ExamineSettings, Finding } from './doctor.ts';
import { engineOf } from './engines.ts';
import { openStore } from './open.ts';

/** Options for an examination. */
export interface ExamineOptions extends ExamineSettings {
  /** Folder of the statistics indexes; undefined if there is none that belongs to the user alone. */
  readonly indexFolder: string | undefined;
}

/** Looks at everything that may be wrong with a database, as far as it can be reached; returns what it told. */
export async function examine(
  location: Location,
  { indexFolder, ...settings }: ExamineOptions,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const onFinding = (finding: Finding) => {
    findings.push(finding);
    settings.onFinding(finding);
  };
  await engineOf(location).examine(location, { ...settings, onFinding });
  const isReached = findings.some(({ state }) => state !== 'bad');
  if (isReached) await runChecks([{ subject: 'index', look: () => checkIndex(location, indexFolder) }], onFinding);
  return findings;
}

async function checkIndex(location: Location, folder: string | undefined): Promise<readonly NamelessFinding[]> {
  if (folder === undefined) {
    const text = 'There is no cache folder of your own, so every dashboard computes its statistics index anew.';
    return [{ state: 'warn', text, nextStep: 'Set HOME or XDG_CACHE_HOME to a folder that only you can write to.' }];
  }
  const store = await openStore(location, { statisticsIndex: { folder, builds: false } });
  try {
    const { state, progress } = await store.indexState();
    if (state === 'ready') return [{ state: 'good', text: 'The statistics index is complete.' }];
    const text =
      state === 'none'
        ? 'There is no statistics index yet; the dashboard builds one.'
        : `The statistics index is built to ${formatWholeShare(progress)}; the dashboard builds the rest.`;
    return [{ state: 'good', text }];
  } finally {
    await store.close();
  }
}
