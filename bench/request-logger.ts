import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashApiKey } from '../src/store/checks/keys.ts';
import { fileAt } from '../src/store/location.ts';
import { openBulkWriter } from '../src/store/open.ts';
import type { LoadOrder, LoadReport } from './http-load.ts';
import { MIDDLEWARE_NAMES, type MiddlewareName } from './logging-middlewares.ts';
import { type Cell, figure, median, quantile, type Row, ratio, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const KEY = 'a-key-for-the-bench';
const BODY = JSON.stringify({
  occasion: 'birthday',
  recipient: { age: 7, interests: ['dinosaurs', 'kites', 'space'] },
});
const REQUEST = [
  'POST /api/users/42/gifts HTTP/1.1',
  'Host: 127.0.0.1',
  'User-Agent: bench',
  `api-key: ${KEY}`,
  'Content-Type: application/json',
  `Content-Length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n');
const REQUESTS_PER_SECOND = 400;
const ROUND_MS = 2_000;
const BURST_MS = 500;
const ROUNDS = 5;
const CONNECTIONS = 32;
/** The one that does as much as ours. */
const PINO_ALIKE: MiddlewareName = 'pino-http, the key checked, both bodies';
const FRAMEWORKS = { node: 'node:http', express: 'Express 5' } as const;

/** Measurements of a round at a steady rate. */
interface Steady {
  readonly p50Us: number;
  readonly p99Us: number;
  readonly cpuUs: number;
}

/** Measurements of a logger: of rounds at a steady rate, and of bursts. */
interface Measured {
  readonly steady: Steady[];
  readonly perSecond: number[];
}

/** Measures the cost of the request logger beside those of others: to a caller, in processor time, and in requests per second. */
export async function benchRequestLogger({ say }: Pick<Setting, 'say'>): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'presents-logger-'));
  const load = start('0', ['http-load.ts']);
  try {
    const rows: Row[] = [];
    for (const [framework, title] of Object.entries(FRAMEWORKS)) {
      say(`request loggers in ${title}`);
      const rounds = await measureAll(framework, folder, load);
      rows.push(...rowsOf(title, rounds));
    }
    return { title: 'The request logger', about: ABOUT, columns: COLUMNS, rows };
  } finally {
    load.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

const ABOUT =
  `A server on one processor, its clients on another; ${REQUESTS_PER_SECOND} requests a second with a body of ${BODY.length} bytes, whether or not ` +
  `those before are answered; microseconds from a request to the end of its response. The loggers by turns, ${ROUNDS} rounds of ` +
  `${ROUND_MS / 1000} s; medians of the rounds, and of what a logger adds to the server without one in the same round. Processor time counts all ` +
  `threads. At most: requests a second with ${CONNECTIONS} connections, in bursts of ${BURST_MS / 1000} s after all that. morgan and pino-http write a line about each call to a file (\`combined\`; ` +
  'pino in its fastest way, which gathers lines). presents checks the key, and stores the call with both bodies, their secrets blanked, in SQLite.';
const COLUMNS = ['p50', 'added', 'p99', 'added to p99', 'processor time', 'added to it', 'at most', 'wanted'];

/** Starts a program on one processor, if there are several. */
function start(processor: string, [program = '', ...args]: readonly string[]): ChildProcess {
  const node = [process.execPath, join(import.meta.dirname, program), ...args];
  const command = availableParallelism() > 1 ? ['taskset', '-c', processor, ...node] : node;
  return spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** Returns the next word of a process; rejects if it ends without one. */
async function nextWord<Word>(child: ChildProcess): Promise<Word> {
  const heard = new AbortController();
  const ended = once(child, 'exit', { signal: heard.signal }).then(([code, signal]) => {
    throw new Error(`A process of the measurement ended with ${signal ?? code}.`);
  });
  try {
    const [word] = await Promise.race([once(child, 'message', { signal: heard.signal }), ended]);
    return word;
  } finally {
    heard.abort();
  }
}

/** Sends a word to a process and returns its next. */
async function ask<Answer>(child: ChildProcess, question: LoadOrder | 'usage'): Promise<Answer> {
  child.send(question);
  return await nextWord(child);
}

async function makeDatabase(path: string): Promise<void> {
  const writer = await openBulkWriter(fileAt(path));
  await writer.insertUsers([
    { username: 'shop', apiKeyHash: hashApiKey(KEY), createdAt: '2026-01-01 00:00:00', isActive: true },
  ]);
  await writer.close();
}

type Rounds = ReadonlyMap<MiddlewareName, Measured>;

/** Measures each logger in a server of its own, by turns. */
async function measureAll(framework: string, folder: string, load: ChildProcess): Promise<Rounds> {
  const servers = new Map<MiddlewareName, { readonly server: ChildProcess; readonly port: number }>();
  const rounds = new Map<MiddlewareName, Measured>();
  try {
    for (const [index, name] of MIDDLEWARE_NAMES.entries()) {
      const path = join(folder, `${framework}-${index}`);
      await makeDatabase(`${path}.db`);
      const server = start('1', ['logging-server.ts', framework, name, `${path}.db`, `${path}.log`]);
      servers.set(name, { server, port: await nextWord(server) });
      rounds.set(name, { steady: [], perSecond: [] });
    }
    // In the other order every second time, so that a machine that slows down or warms up favours none.
    const inTurn = (round: number) => (round % 2 === 0 ? servers : [...servers].toReversed());
    for (const { server, port } of servers.values()) {
      // Warms up.
      await measureBurst(port, load);
      await measureSteady(server, port, load);
    }
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [name, { server, port }] of inTurn(round))
        rounds.get(name)?.steady.push(await measureSteady(server, port, load));
    // Last, since a round that follows a burst is slower: with ours its p99 was about 1 ms more.
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [name, { port }] of inTurn(round)) rounds.get(name)?.perSecond.push(await measureBurst(port, load));
    return rounds;
  } finally {
    for (const { server } of servers.values()) server.kill('SIGKILL');
  }
}

async function measureSteady(server: ChildProcess, port: number, load: ChildProcess): Promise<Steady> {
  const before: { readonly cpuUs: number } = await ask(server, 'usage');
  const order = { port, request: REQUEST, ms: ROUND_MS, perSecond: REQUESTS_PER_SECOND };
  const { times }: LoadReport = await ask(load, order);
  const { cpuUs }: { readonly cpuUs: number } = await ask(server, 'usage');
  return {
    p50Us: 1000 * quantile(times, 0.5),
    p99Us: 1000 * quantile(times, 0.99),
    cpuUs: (cpuUs - before.cpuUs) / times.length,
  };
}

/** The requests that a server answers in a second. */
async function measureBurst(port: number, load: ChildProcess): Promise<number> {
  const { times }: LoadReport = await ask(load, { port, request: REQUEST, ms: BURST_MS, connections: CONNECTIONS });
  return (times.length * 1000) / BURST_MS;
}

function rowsOf(framework: string, rounds: Rounds): readonly Row[] {
  const steady = (name: MiddlewareName) => rounds.get(name)?.steady ?? [];
  const bare = steady('no logger');
  const of = (name: MiddlewareName, key: keyof Steady) => median(steady(name).map((round) => round[key]));
  const added = (name: MiddlewareName, key: keyof Steady) =>
    median(steady(name).map((round, index) => round[key] - (bare[index]?.[key] ?? Number.NaN)));
  const atMost = (name: MiddlewareName) => median(rounds.get(name)?.perSecond ?? []);
  const rows = MIDDLEWARE_NAMES.map((name) => {
    const cells = (['p50Us', 'p99Us', 'cpuUs'] as const).flatMap((key): readonly Cell[] => [
      figure(of(name, key), 'µs'),
      name === 'no logger' ? null : figure(added(name, key), 'µs'),
    ]);
    const wanted = name === 'presents' ? '+ 100 µs to p99' : '–';
    return { work: `${framework}, ${name}`, cells: [...cells, figure(atMost(name), 'requests/s'), wanted] };
  });
  // What pino-http adds to p99 is too little to divide by.
  const comparedWith = (other: MiddlewareName): readonly Cell[] => [
    null,
    ratio(added('presents', 'p50Us'), added(other, 'p50Us')),
    null,
    null,
    null,
    ratio(added('presents', 'cpuUs'), added(other, 'cpuUs')),
    ratio(atMost('presents'), atMost(other)),
  ];
  return [
    ...rows,
    { work: `${framework}, presents ÷ pino-http`, cells: [...comparedWith('pino-http'), '1.2 × for p50'] },
    { work: `${framework}, presents ÷ pino-http with key and bodies`, cells: [...comparedWith(PINO_ALIKE), '–'] },
  ];
}
