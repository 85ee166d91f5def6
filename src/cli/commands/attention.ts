import { attentionColumns, attentionEvidence, attentionWords, BRIEF_TIME } from '../../columns/attention.ts';
import { attentionForJson } from '../../columns/attention-json.ts';
import { emptyAttentionWords, lookWords, staleWords } from '../../columns/attention-looks.ts';
import type { Aside, Attention, AttentionLine } from '../../model/attention.ts';
import { PresentsError, UsageError } from '../../model/presents-error.ts';
import { attentionFilter } from '../../questions/attention-places.ts';
import { readOnlyRefusal } from '../../store/read-only-store.ts';
import { formatBriefInstant, formatCount } from '../../text/format.ts';
import { nearest } from '../../text/nearest.ts';
import { printable } from '../../text/printable.ts';
import { filled } from '../arguments.ts';
import type { Context } from '../context.ts';
import {
  cellContext,
  headingLines,
  narrate,
  narrateZone,
  printJson,
  printLines,
  printListing,
} from '../print/print.ts';
import { createProgressLine } from '../print/progress.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

const PATIENCE_MS = 200;

interface AttentionOptions {
  readonly all?: boolean;
  readonly aside?: string;
  readonly restore?: string;
}

/** Adds the command that lists what wants attention. */
export function addAttentionCommand(program: CliCommand, run: Runner): void {
  program
    .command('attention')
    .helpGroup('Statistics')
    .summary('what wants attention, the worst first')
    .description(
      'Lists what wants an operator’s attention, each with its evidence: groups of failed calls that came back, rise or are new, users and routes that are worse than usual, keys that nobody uses or that are refused, failures of the cache, a database that grows fast. Limits are in the config file.',
    )
    .option('--all', 'with the lines that were set aside')
    .option('--aside <line>', 'leave a line out until it gets worse, or for a day; its name is in the column LINE')
    .option('--restore <line>', 'take that back')
    .example('presents attention', 'look')
    .example("presents attention --aside 'never used'", 'not today')
    .example('presents attention --json', 'for a script')
    .action(run<AttentionOptions>(showAttention, ['csv', 'jsonl']));
}

async function showAttention(context: Context, { all = false, aside, restore }: AttentionOptions): Promise<void> {
  if (aside !== undefined && restore !== undefined) {
    throw new UsageError('--aside and --restore exclude each other.', {
      nextStep: 'Give one of them.',
    });
  }
  const { readOnlyReason } = context;
  if (readOnlyReason !== undefined && (aside ?? restore) !== undefined) throw readOnlyRefusal(readOnlyReason);
  if (aside !== undefined) return setAside(context, filled(aside, '--aside'));
  if (restore !== undefined) return takeBack(context, filled(restore, '--restore'));
  const attention = await look(context);
  const rows = all ? [...attention.lines, ...attention.aside] : attention.lines;
  if (context.format === 'json') {
    const { at, lookedAt, newestCallAt, historyShare, looks } = attention;
    printJson(context, {
      at,
      lookedAt,
      newestCall: newestCallAt,
      historyShare,
      lines: attention.lines.map((line) => lineForJson(context, line)),
      aside: attention.aside.map((line) => lineForJson(context, line)),
      looks,
    });
    return;
  }
  if (context.format === 'text') printLines(context, [...headingOf(context, attention), '']);
  const forJson = (line: AttentionLine) => lineForJson(context, line);
  printListing(context, {
    columns: [...attentionColumns, lineColumn],
    rows,
    whenEmpty: emptyAttentionWords(attention).join(''),
    forJson,
  });
  if (context.format !== 'text') return;
  for (const words of lookWords(attention)) narrate(context, words, 'muted');
  if (!all && attention.aside.length > 0) {
    narrate(context, `${formatCount(attention.aside.length)} set aside; --all lists them.`, 'muted');
  }
  if (rows.length > 0) narrateZone(context);
}

/** Prints a line for whatever wants attention, and answers with the exit code. */
export async function checkAttention(context: Context, { quiet }: { readonly quiet: boolean }): Promise<number> {
  const attention = await look(context);
  const { lines } = attention;
  const isFine = lines.length === 0;
  if (quiet && isFine) return 0;
  const stale = staleWords(attention, context.io.now());
  if (stale !== undefined) narrate(context, stale, 'warn');
  if (context.format === 'json') {
    printJson(context, { ok: isFine, at: attention.at, attention: lines.map((line) => lineForJson(context, line)) });
  } else if (!isFine) {
    printLines(
      context,
      lines.map((line) => checkLine(context, line)),
    );
  } else printLines(context, [emptyAttentionWords(attention).join('')]);
  return isFine ? 0 : 1;
}

/** All that wants attention, with the progress where it takes long. */
async function look({ io, settings, withStore }: Context): Promise<Attention> {
  return withStore(
    async (store) => {
      const line = createProgressLine({ io, settings });
      for (;;) {
        const attention = await store.attention.list({
          thresholds: settings.thresholds.attention,
          patienceMs: PATIENCE_MS,
        });
        if (attention.isComplete) {
          line.clear();
          return attention;
        }
        const known = attention.looks.filter(({ state }) => state !== 'not yet').length;
        line.show(`looking: ${known} of ${attention.looks.length} …`);
      }
    },
    { mayUseIndex: true },
  );
}

function headingOf(context: Context, attention: Attention): readonly string[] {
  const { lines } = attention;
  const stale = staleWords(attention, context.io.now());
  const count = lines.length === 0 ? [] : [`${formatCount(lines.length)} ${lines.length === 1 ? 'line' : 'lines'}`];
  return headingLines(context, 'Attention', [...count, ...(stale === undefined ? [] : [stale])]);
}

function checkLine(context: Context, line: AttentionLine): string {
  const { now, utc } = cellContext(context);
  const since = line.since === null ? '' : `, since ${formatBriefInstant(line.since, { now, utc }, BRIEF_TIME)}`;
  return `${line.danger}: ${attentionWords(line)} (${attentionEvidence(line, { now, utc })}${since})`;
}

const lineColumn = {
  id: 'line',
  header: 'LINE',
  align: 'left',
  minWidth: 14,
  maxWidth: 40,
  priority: 4,
  cell: ({ id }: AttentionLine, _: unknown, width: number) => ({ text: printable(id, width), tone: 'muted' as const }),
  value: ({ id }: AttentionLine) => id,
} as const;

function lineForJson(context: Context, line: AttentionLine): object {
  return attentionForJson(line, attentionFilter(line), cellContext(context));
}

async function setAside(context: Context, name: string): Promise<void> {
  const { settings } = context;
  await context.withStore(
    async (store) => {
      if (!(await store.errorGroups.keepsTriage())) throw nowhere();
      const { lines } = await store.attention.list({ thresholds: settings.thresholds.attention });
      const line = lines.find(({ id }) => id === name);
      if (line === undefined) throw noLine(name, lines);
      const { danger, measure } = line;
      await store.attention.setAside(name, { at: context.io.now(), danger, measure });
    },
    { mayUseIndex: true },
  );
  if (context.format === 'json') printJson(context, { line: name, isAside: true });
  narrate(context, `Set “${printable(name)}” aside until it gets worse, or for a day.`);
}

async function takeBack(context: Context, name: string): Promise<void> {
  const before: Aside | null = await context.withStore((store) => store.attention.setAside(name, null));
  if (before === null) {
    throw new PresentsError(`No line “${name}” is set aside.`, {
      code: 'not_found',
      nextStep: 'List the lines.',
      command: 'attention --all',
    });
  }
  if (context.format === 'json') printJson(context, { line: name, isAside: false });
  narrate(context, `“${printable(name)}” is listed again.`);
}

function nowhere(): PresentsError {
  return new PresentsError(
    'There is no place of yours to keep it in: only you may be able to write its folder and its file.',
    { code: 'refused', nextStep: 'Let XDG_STATE_HOME name a folder of yours that nobody else can write.' },
  );
}

function noLine(name: string, lines: readonly AttentionLine[]): PresentsError {
  const meant = nearest(
    name,
    lines.map(({ id }) => id),
  );
  const options =
    meant === undefined
      ? { nextStep: 'List the lines.', command: 'attention --all' }
      : { nextStep: `Did you mean “${printable(meant)}”?` };
  return new PresentsError(`There is no line “${printable(name)}”.`, { code: 'not_found', ...options });
}
