import { type Command, Option } from 'commander';
import { missingWords, whyColumns } from '../../columns/why.ts';
import type { CallWhy, WhyRequest } from '../../model/call-why.ts';
import { whyForJson } from '../../questions/why-json.ts';
import type { Store } from '../../store/store.ts';
import { againstWords, hereWords, noProof, progressWords, verdictWords } from '../../text/why-words.ts';
import { hoursBack } from '../arguments.ts';
import type { Context } from '../context.ts';
import { requireFilter } from '../filter-error.ts';
import {
  cellContext,
  headingLines,
  narrate,
  narrateZone,
  outputWidth,
  printJson,
  printLines,
  printListing,
} from '../print/print.ts';
import { createProgressLine } from '../print/progress.ts';
import { tableLines } from '../print/table.ts';
import type { Runner } from '../runner.ts';
import { narrateUnknownUsers } from '../unknown-users.ts';
import { callsWhere, timeOf, type Where, whereLines, whereOption, windowOf, windowWords } from '../where.ts';
import type { CliCommand } from './cli-command.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const PATIENCE_MS = 200;

interface WhyOptions {
  readonly where?: Where;
  readonly hours: number;
  readonly against?: Where;
}

/** Adds the command that says what is different about some calls. */
export function addWhyCommand(program: CliCommand, run: Runner): void {
  program
    .command('why')
    .helpGroup('Statistics')
    .summary('what is different about some calls')
    .description(
      'Compares calls with others: failed ones with those that succeeded, those of a time with what came before and after, any others with the rest. It says what they have in common and others have not: users, routes, times, values in requests. That is statistics of a sample, and no proof of a cause.',
    )
    .addOption(whereOption())
    .option('--hours <n>', 'how far to look back', hoursBack, 24)
    .addOption(
      new Option('--against <filter>', 'the calls to compare with, in place of those above').argParser(parseWhere),
    )
    .example("presents why --where 'status:422'", 'what sets these failures apart from the calls that succeeded')
    .example("presents why --where 'time:17:00..17:30'", 'what was different in this half hour')
    .example("presents why --where 'ms:>=800 route:/api/predict'", 'what the slow calls of a route have in common')
    .example("presents why --where 'user:acme-shop' --against 'user:client1'", 'two users against each other')
    .action(run<WhyOptions>(showWhy, ['csv']));
}

function parseWhere(filter: string): Where {
  return { filter, query: requireFilter(filter) };
}

async function showWhy(context: Context, { where, hours, against }: WhyOptions, command: Command): Promise<void> {
  const time = timeOf(context, where, command);
  const end = Math.ceil(context.io.now().getTime() / SECOND_MS) * SECOND_MS;
  const back = { from: new Date(end - hours * HOUR_MS), to: new Date(end) };
  const request: WhyRequest = {
    window: time === undefined ? back : windowOf(time),
    ...callsWhere(where),
    ...(against !== undefined && { against: { filter: against.filter } }),
  };
  const answer = await context.withStore(
    async (store) => {
      const found = await ask(context, store, request);
      if (found.here.callCount === 0) await narrateUnknownUsers(context, store, where);
      if (found.elsewhere.callCount === 0) await narrateUnknownUsers(context, store, against);
      return found;
    },
    { mayUseIndex: true },
  );
  if (context.format === 'json')
    printJson(context, { ...whyForJson(answer), where: where?.filter, against: against?.filter });
  else if (context.format === 'text') printText(context, answer, where);
  else printListing(context, { columns: whyColumns, rows: answer.lines, whenEmpty: '' });
}

async function ask({ io, settings }: Context, store: Store, request: WhyRequest): Promise<CallWhy> {
  const line = createProgressLine({ io, settings });
  for (;;) {
    const answer = await store.apiLogs.why({ ...request, patienceMs: PATIENCE_MS });
    if (answer.progress.isComplete) {
      line.clear();
      return answer;
    }
    line.show(`${progressWords(answer.progress)} …`);
  }
}

function printText(context: Context, answer: CallWhy, where: Where | undefined): void {
  const { lines, missing, elsewhere } = answer;
  const about = [windowWords(answer, context.io.now()), hereWords(answer.here)];
  const [reason, next] = verdictWords(answer) ?? [];
  printLines(context, [
    ...headingLines(context, 'Why', elsewhere.callCount > 0 ? [...about, againstWords(answer)] : about),
    ...whereLines(context, where),
    '',
    ...(reason === undefined ? linesOf(context, lines) : [reason]),
    ...(missing.length > 0 ? ['', `missing here: ${missingWords(missing, cellContext(context))}`] : []),
  ]);
  if (next !== undefined) narrate(context, next, 'muted');
  if (lines.length === 0) return;
  narrate(context, noProof, 'muted');
  narrateZone(context);
}

function linesOf(context: Context, lines: CallWhy['lines']): readonly string[] {
  const layout = { width: outputWidth(context.io), cells: cellContext(context), paint: context.paintOut };
  const [heading = '', ...rows] = tableLines(whyColumns, lines, layout);
  const causes = lines.filter(({ isEffect }) => !isEffect).length;
  const effects = causes < lines.length ? ['', context.paintOut('also different', 'muted'), ...rows.slice(causes)] : [];
  const none = causes === 0 ? ['No cause stands out.'] : [];
  return [heading, ...none, ...rows.slice(0, causes), ...effects];
}
