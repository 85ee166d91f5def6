import { toJson } from '../../export/json.ts';
import { isJson } from '../../filter/json-values.ts';
import type { StoredCall, StoredPayload } from '../../model/call.ts';
import type { Id } from '../../model/id.ts';
import { PresentsError, UsageError } from '../../model/presents-error.ts';
import { callDocument } from '../../questions/whole-calls.ts';
import type { Store } from '../../store/store.ts';
import { curlCommand } from '../../text/curl.ts';
import { formatDateTime, formatDurationMs, formatId, NONE, zoneName } from '../../text/format.ts';
import { hiddenText } from '../../text/json/hidden-text.ts';
import { JsonText } from '../../text/json-text.ts';
import { printable } from '../../text/printable.ts';
import { filled } from '../arguments.ts';
import type { Context } from '../context.ts';
import { narrate, printJson, printLines } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';
import { payloadDifferences } from './payload-differences.ts';

/** Longest payload that is read; the log holds none that is longer but by mistake. */
const longestPayload = 100_000_000;
const sides = [
  ['request', 'requestPayload', 'req'],
  ['response', 'responsePayload', 'res'],
] as const;

interface CallOptions {
  readonly reveal?: boolean;
  readonly difference?: boolean;
  readonly curl?: boolean;
}

/** Adds the command that shows one call. */
export function addCallCommand(program: CliCommand, run: Runner): void {
  program
    .command('call')
    .helpGroup('Statistics')
    .summary('one call with its request and its response')
    .description(
      'Shows one call with its request and its response. Secrets and e-mail addresses in them are hidden in text; JSON has everything as it is stored.',
    )
    .argument('<ID>', 'the id of the call, as `calls --json` has it')
    .option('--reveal', 'show secrets and e-mail addresses, too')
    .option('--difference', 'only what differs from the nearest call of the route that succeeded')
    .option('--curl', 'print the curl command that makes the call again; with --reveal its secrets, too')
    .example('presents call 4711', 'look at a call')
    .example('presents call 4711 --difference', 'find out what a failed call did otherwise')
    .action(
      run<CallOptions>((context, options, command) =>
        showCall(context, options, filled(command.args[0] ?? '', 'The id of a call')),
      ),
    );
}

async function showCall(context: Context, options: CallOptions, id: string): Promise<void> {
  if (options.curl === true && (options.difference === true || context.format === 'json')) {
    throw new UsageError(`--curl and ${options.difference === true ? '--difference' : '--json'} exclude each other.`, {
      nextStep: 'Give one of them.',
    });
  }
  await context.withStore(async (store) => {
    const call = await read(store, idOf(id));
    if (call === undefined) {
      throw new PresentsError(`There is no call ${printable(id)} in the log.`, {
        code: 'not_found',
        nextStep: 'List calls with their ids.',
        command: 'calls --json',
      });
    }
    if (options.curl === true) printCurl(context, call, options.reveal === true);
    else if (options.difference === true) await printDifference(context, store, call, options.reveal === true);
    else if (context.format === 'json') printJson(context, documentOf(call));
    else printCall(context, call, options.reveal === true);
  });
}

/** An id as JSON has it, or as the dashboard writes it: `#4711`. */
function idOf(text: string): Id {
  const id = text.replace(/^#/, '');
  const number = Number(id);
  return /^-?\d+$/.test(id) && Number.isSafeInteger(number) ? number : id;
}

function read(store: Store, id: Id): Promise<StoredCall | undefined> {
  return store.apiLogs.findStored(id, { maxLength: longestPayload });
}

/** The JSON of a call: that of `calls`, and the id of the user, whose name may stand twice. */
function documentOf({ requestPayload, responsePayload, ...call }: StoredCall): object {
  const payloads = { requestPayload: jsonOf(requestPayload), responsePayload: jsonOf(responsePayload) };
  return { ...callDocument({ ...call, ...payloads }), userId: call.userId };
}

/** A payload that is JSON with every digit as it is stored; other text as text. */
function jsonOf(payload: StoredPayload | null): unknown {
  if (payload === null) return null;
  return isJson(payload.text) ? new JsonText(payload.text) : payload.text;
}

function printCall(context: Context, call: StoredCall, isRevealed: boolean): void {
  const { paintOut } = context;
  const { dateTime, dateTimeText, username, userId, statusCode, apiRoute, responseTimeMs, errorMessage, id } = call;
  const time = dateTimeText ?? `${formatDateTime(dateTime, false)} ${dateTime ? zoneName(dateTime, false) : ''}`.trim();
  const fields: readonly (readonly [string, string])[] = [
    ['time', time],
    ['user', `${username} #${formatId(userId)}`],
    ['took', formatDurationMs(responseTimeMs)],
    ['message', errorMessage ?? NONE],
  ];
  const payloads = sides.flatMap(([name, field]) => {
    const payload = call[field];
    const shown = payload === null ? ['not logged'] : payloadLines(payload.text, isRevealed);
    return ['', paintOut(name, 'strong'), ...shown];
  });
  printLines(context, [
    `${paintOut(`${printable(apiRoute)}  ${statusCode ?? NONE}`, 'strong')}  ${paintOut(`call ${formatId(id)}`, 'muted')}`,
    ...fields.map(([name, value]) => `${paintOut(name.padEnd(8), 'muted')} ${printable(value)}`),
    ...payloads,
  ]);
}

function payloadLines(stored: string, isRevealed: boolean): readonly string[] {
  const text = isRevealed ? stored : hiddenText(stored);
  const written = isJson(text) ? toJson(new JsonText(text)) : text;
  return written
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => printable(line));
}

function printCurl(context: Context, { apiRoute, requestPayload }: StoredCall, isRevealed: boolean): void {
  const stored = requestPayload?.text ?? null;
  const payload = stored === null || isRevealed ? stored : hiddenText(stored);
  const command = curlCommand({ route: apiRoute, payload });
  if (command === undefined)
    throw new PresentsError('The request holds characters that no shell can be given.', { code: 'invalid' });
  printLines(context, [command]);
  if (payload !== stored) narrate(context, 'Secrets and e-mail addresses stand as •••; --reveal prints them.', 'warn');
}

async function printDifference(context: Context, store: Store, call: StoredCall, isRevealed: boolean): Promise<void> {
  const nearest = await store.apiLogs.nearestSuccess(call.id);
  const other = nearest && (await read(store, nearest.id));
  if (nearest === undefined || other === undefined) {
    throw new PresentsError('No call of this route succeeded near it, so there is nothing to compare it with.', {
      code: 'not_found',
    });
  }
  const differences = sides.flatMap(([, field, side]) =>
    payloadDifferences(call[field], other[field], { side, isRevealed }),
  );
  if (context.format === 'json')
    return printJson(context, { id: call.id, otherId: other.id, isOfSameUser: nearest.isOfSameUser, differences });
  const whose = nearest.isOfSameUser ? 'of the same user' : `of ${printable(other.username)}`;
  narrate(context, `Compared with call ${formatId(other.id)} ${whose}, which succeeded.`, 'muted');
  const marks = { changed: '~', added: '+', removed: '-' } as const;
  const lines = differences.map(({ kind, path, here, there }) => {
    const values = kind === 'changed' ? `${here} → ${there}` : (here ?? there ?? '');
    return `${marks[kind]} ${context.paintOut(printable(path), 'accent')}  ${printable(values)}`;
  });
  printLines(context, lines.length === 0 ? ['Request and response are the same.'] : lines);
}
