import type { ServerLocation } from '../../../model/location.ts';
import { type Check, runChecks } from '../../answers/findings.ts';
import type { ExamineSettings } from '../../doctor.ts';
import { withServer } from '../schema/own-server.ts';
import type { Asker, Server } from '../server/server.ts';
import { checkCalls } from './check-calls.ts';
import { checkClock } from './check-clock.ts';
import { checkLoad } from './check-load.ts';
import { checkPartitions } from './check-partitions.ts';
import { checkRights } from './check-rights.ts';
import { checkSchema } from './check-schema.ts';
import { checkServers } from './check-servers.ts';
import { checkUpkeep } from './check-upkeep.ts';

const TIMEOUT_MS = 30_000;

/** Looks at everything that may be wrong with a database on servers, as far as it can be reached. */
export async function examine(location: ServerLocation, { now, onFinding }: ExamineSettings): Promise<void> {
  let isReached = false;
  await runChecks([{ subject: 'servers', look: () => checkServers(location) }], (finding) => {
    isReached ||= finding.state !== 'bad';
    onFinding(finding);
  });
  // Whatever is asked next would say the same again.
  if (isReached) await withServer(location, TIMEOUT_MS, (server) => runChecks(checksOf(server, now), onFinding));
}

function checksOf(server: Server, now: () => Date): readonly Check[] {
  const ask = (question: (ask: Asker) => ReturnType<Check['look']>): Check['look'] => {
    return () => server.read(async (asker) => question(asker));
  };
  return [
    { subject: 'rights', look: ask(checkRights) },
    { subject: 'schema', look: ask((asker) => checkSchema(asker, now())) },
    { subject: 'partitions', look: ask((asker) => checkPartitions(asker, now())) },
    { subject: 'clock', look: ask(checkClock) },
    { subject: 'calls', look: ask((asker) => checkCalls(asker, now())) },
    { subject: 'upkeep', look: ask(checkUpkeep) },
    { subject: 'load', look: ask(checkLoad) },
  ];
}
