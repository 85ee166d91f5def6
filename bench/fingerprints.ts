import { groupId } from '../src/insight/fingerprint/fingerprint.ts';
import { GroupIds } from '../src/insight/fingerprint/group-ids.ts';
import { figure, type Row, type Section } from './result.ts';
import type { Setting } from './setting.ts';

/** Messages as services word them; `%` is replaced by a number, so that each is another. */
const MESSAGES = [
  'Validation failed: recipient.age',
  'no product % for user user-%@example.com',
  'connect ECONNREFUSED 10.0.7.%:5432',
  'Request failed with status code 504 after %ms (request id: req_%aB%c)',
  'duplicate key value violates unique constraint "users_email_key" DETAIL: Key (email)=(user%@example.com) already exists.',
  `ENOENT: no such file or directory, open '/srv/uploads/%/report-%.pdf'`,
  '{"error":{"message":"Rate limit reached for gpt-4o in organization org-%uOtiSEwvUnroada on tokens per min (TPM): Limit 30000, Used %.","type":"tokens","code":"rate_limit_exceeded"}}',
  '404 GET /blog/%/feed?page=% not served to Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/33.0.%.1 Safari/537.36',
  'Benutzer „Müller %“ nicht gefunden, 2024-02-20 22:16:%',
];
const DISTINCT = 1000;
const CACHED = 100_000;

/** Repeated without end, what costs most: pieces of quotes, keys, ids, addresses and lists, and half a character. */
const PIECES = [
  '"',
  "'",
  '«',
  '1',
  'a-',
  '(',
  '#',
  'a=',
  '"loc":[a:',
  'sk--',
  '=1 d',
  '»»',
  '\\"-',
  'A1b',
  '://',
  '\ud800',
  '\n',
];
const HOSTILE_CHARACTERS = 100_000;

/** Measures the ids of groups of failed calls: of messages seen for the first time, of others, and of hostile ones. */
export async function benchFingerprints({ scale, say }: Setting): Promise<Section> {
  say('fingerprints');
  const calls = Array.from({ length: DISTINCT }, (_, index) => ({
    statusCode: 500,
    message: (MESSAGES[index % MESSAGES.length] ?? '').replaceAll('%', String(index)),
    route: '/',
  }));
  const ids = new GroupIds();
  for (const call of calls) ids.idOf(call);
  const rounds = scale.rounds * 20;
  const distinctMs = fastest(rounds, () => calls.forEach(groupId));
  const cachedMs = fastest(rounds, () => {
    for (let index = 0; index < CACHED; index += 1)
      ids.idOf(calls[index % DISTINCT] ?? { statusCode: 0, message: null, route: '' });
  });
  const hostile = PIECES.map((piece) => piece.repeat(HOSTILE_CHARACTERS / piece.length));
  const hostileMs = Math.max(
    ...hostile.map((message) => fastest(rounds, () => groupId({ statusCode: 500, message, route: '/' }))),
  );
  const rows: readonly Row[] = [
    {
      work: 'distinct messages',
      cells: [figure(DISTINCT / (distinctMs / 1000), 'calls/s'), figure(100_000, 'calls/s')],
    },
    {
      work: 'messages seen before',
      cells: [figure(CACHED / (cachedMs / 1000), 'calls/s'), figure(5_000_000, 'calls/s')],
    },
    { work: '100 kB of hostile text', cells: [figure(hostileMs, 'ms'), figure(50, 'ms')] },
  ];
  return {
    title: 'Groups of failed calls',
    about:
      'The id of the group of a failed call, from its status and message; messages of 30 to 180 characters. Each the fastest of some rounds; of hostile texts, the slowest.',
    columns: ['figure', 'wanted'],
    rows,
  };
}

/** The time of the fastest of some rounds, in milliseconds. */
function fastest(rounds: number, work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}
