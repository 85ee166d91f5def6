import { createUser } from '../../actions/create-user.ts';
import { lookAlikeWarnings } from '../../actions/issuing.ts';
import { toCsvRow } from '../../export/csv.ts';
import { toJson, toJsonLine } from '../../export/json.ts';
import { fileNamed } from '../../files/file-named.ts';
import { withKeysFile } from '../../files/key-file.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { IssuedKey } from '../../model/user.ts';
import { formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { usersCommand } from '../../text/shell.ts';
import type { Context } from '../context.ts';
import type { Format } from '../format.ts';
import { handOver, outletReason, requireOutlet } from './hand-over.ts';
import { narrate } from './print.ts';

/** Names that a command is printed with at most. */
const MOST_TO_UNDO = 20;
/** Bytes that a user, the longest, takes in any format. */
const ROW_BYTES = 1000;

/** Action that creates users of these names with keys, and the file to write them to; without a file they are printed. */
export interface ManyIssues {
  readonly names: readonly string[];
  readonly act: () => Promise<readonly IssuedKey[]>;
  readonly output: string | undefined;
}

/** Runs an action that makes many keys, and hands them over the one time they are seen: on stdout, or in a file. */
export async function issueKeys(context: Context, { names, act, output }: ManyIssues): Promise<void> {
  const { io } = context;
  const textOf = (issued: readonly IssuedKey[]) => WRITERS[formatFor(context, output)](issued);
  if (output !== undefined) {
    const path = fileNamed(output, '--output', () => io.cwd);
    const issued = await withKeysFile(path, { act, textOf, roomBytes: names.length * ROW_BYTES, lost });
    narrate(context, createdWords(issued));
    narrate(
      context,
      `The keys are in ${printable(output)}, which only you can read. They are kept nowhere else.`,
      'muted',
    );
    narrateUndo(context, issued);
    return;
  }
  requireOutlet(io.stdout);
  const issued = await act();
  narrate(context, createdWords(issued));
  await handOver(io.stdout, textOf(issued)).catch((error: unknown) => {
    throw lost(`standard output ${outletReason(error)}`, issued);
  });
  narrate(context, 'This is the only time the keys are shown; only their hashes are kept.', 'warn');
  narrateUndo(context, issued);
}

function lost(reason: string, issued: readonly IssuedKey[]): PresentsError {
  return new PresentsError(`${createdWords(issued)} But their keys are lost: ${reason}.`, {
    code: 'refused',
    nextStep: 'Make another key for each of them.',
    command: 'user regenerate-key NAME',
  });
}

function createdWords({ length }: readonly IssuedKey[]): string {
  return `Created ${length === 1 ? '1 user' : `${formatCount(length)} users`}.`;
}

function narrateUndo(context: Context, issued: readonly IssuedKey[]): void {
  for (const one of issued) {
    for (const warning of lookAlikeWarnings(one)) narrate(context, `${printable(one.username)}: ${warning}`, 'warn');
  }
  const undo =
    issued.length > MOST_TO_UNDO ? undefined : usersCommand(context.databaseWords, createUser.undoneBy ?? '', issued);
  if (undo !== undefined) narrate(context, `Undo: ${undo}`, 'muted');
}

/** A file is CSV unless its name or the format says JSON. */
function formatFor({ format }: Context, output: string | undefined): Format {
  return format === 'text' && output?.toLowerCase().endsWith('.json') ? 'json' : format;
}

type Writer = (issued: readonly IssuedKey[]) => string;

// A key must come to the letter, even if a spreadsheet takes one that begins with a minus for a formula; it needs no quotes.
const toCsv: Writer = (issued) =>
  [
    'id,username,apiKey\r\n',
    ...issued.map(({ id, username, apiKey }) => `${toCsvRow([id, username]).trimEnd()},${apiKey}\r\n`),
  ].join('');

const documentsOf = (issued: readonly IssuedKey[]) =>
  issued.map(({ id, username, apiKey }) => ({ id, username, apiKey }));

const WRITERS: Readonly<Record<Format, Writer>> = {
  text: toCsv,
  csv: toCsv,
  markdown: toCsv,
  html: toCsv,
  json: (issued) => toJson(documentsOf(issued)),
  jsonl: (issued) => documentsOf(issued).map(toJsonLine).join(''),
};
