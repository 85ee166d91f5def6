import { type Check, runChecks } from '../../answers/findings.ts';
import type { ExamineSettings } from '../../doctor.ts';
import type { Connection } from '../file/connection.ts';
import { DatabaseFile } from '../file/database.ts';
import { checkCalls } from './check-calls.ts';
import { checkDisk } from './check-disk.ts';
import { checkFile } from './check-file.ts';
import { checkIntegrity } from './check-integrity.ts';
import { checkJournal } from './check-journal.ts';
import { checkSchema } from './check-schema.ts';

const BUSY_TIMEOUT_MS = 1_000;

/** Looks at everything that may be wrong with a database file. */
export async function examine(path: string, { now, isThorough, onFinding }: ExamineSettings): Promise<void> {
  const file = new DatabaseFile(path, { busyTimeoutMs: BUSY_TIMEOUT_MS, keepWriter: false });
  let isReadable = false;
  try {
    await runChecks([{ subject: 'file', look: () => file.read(() => checkFile(path)) }], (finding) => {
      isReadable ||= finding.state !== 'bad';
      onFinding(finding);
    });
    // Whatever is asked next would say the same again.
    if (isReadable) await runChecks(checksOf(file, now(), isThorough === true), onFinding);
  } finally {
    file.close();
  }
}

function checksOf(file: DatabaseFile, now: Date, isThorough: boolean): readonly Check[] {
  const ask = (question: (connection: Connection) => ReturnType<Check['look']>): Check['look'] => {
    return () => file.read(question);
  };
  return [
    { subject: 'schema', look: ask(checkSchema) },
    { subject: 'journal', look: ask((connection) => checkJournal(connection, file.path)) },
    { subject: 'calls', look: ask((connection) => checkCalls(connection, { path: file.path, now })) },
    { subject: 'disk', look: () => checkDisk(file.path) },
    { subject: 'integrity', look: ask((connection) => checkIntegrity(connection, { path: file.path, isThorough })) },
  ];
}
