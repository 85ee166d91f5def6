import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hashApiKey } from '../src/store/checks/keys.ts';
import { fileAt } from '../src/store/location.ts';
import { openBulkWriter } from '../src/store/open.ts';
import { figure, median, quantile, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const KEY = 'a-key-for-the-bench';
const BODY = JSON.stringify({
  occasion: 'birthday',
  recipient: { age: 7, interests: ['dinosaurs', 'kites', 'space'] },
});
const REQUESTS_PER_SECOND = 400;
const ROUND_MS = 1_000;
const ROUNDS = 30;

interface Ports {
  readonly plain: number;
  readonly logged: number;
}

interface Report {
  readonly cpuMs: number;
  readonly logged: number;
  readonly lost: number;
}

/**
 * Measures the cost of the request logger to a caller: the response times of one Express server, through a port with
 * it and one without.
 */
export async function benchRequestLogger({ say }: Pick<Setting, 'say'>): Promise<Section> {
  say('the request logger under load');
  const folder = mkdtempSync(join(tmpdir(), 'presents-logger-'));
  const path = join(folder, 'logger.db');
  const writer = await openBulkWriter(fileAt(path));
  await writer.insertUsers([
    { username: 'shop', apiKeyHash: hashApiKey(KEY), createdAt: '2026-01-01 00:00:00', isActive: true },
  ]);
  await writer.close();
  const server = fork(join(import.meta.dirname, 'library-server.ts'), [path], { execArgv: [] });
  try {
    return await measure(server);
  } finally {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(server: ChildProcess): Promise<Section> {
  const [ports] = (await once(server, 'message')) as [Ports];
  const rounds: { readonly plain: readonly number[]; readonly logged: readonly number[] }[] = [];
  const cpuMs = { plain: 0, logged: 0 };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const times = { plain: [] as readonly number[], logged: [] as readonly number[] };
    // By turns first and second, so that a machine that slows down or warms up favours neither.
    for (const door of round % 2 === 0 ? (['plain', 'logged'] as const) : (['logged', 'plain'] as const)) {
      const before = await ask(server);
      times[door] = await load(ports[door]);
      if (round > 0) cpuMs[door] += (await ask(server)).cpuMs - before.cpuMs;
    }
    if (round > 0) rounds.push(times);
  }
  const { logged, lost } = await ask(server);
  const sent = rounds.reduce((sum, times) => sum + times.logged.length, 0);
  const row = (work: string, share: number, wanted: string) => {
    const plain = median(rounds.map((times) => quantile(times.plain, share)));
    const withLogger = median(rounds.map((times) => quantile(times.logged, share)));
    const more = median(rounds.map((times) => quantile(times.logged, share) - quantile(times.plain, share)));
    return { work, cells: [figure(plain, 'ms'), figure(withLogger, 'ms'), figure(more, 'ms'), wanted] };
  };
  const perRequest = (door: keyof Ports) => cpuMs[door] / sent;
  return {
    title: 'The request logger',
    about:
      `Milliseconds from a request to the end of its response: an Express server on this machine, ${REQUESTS_PER_SECOND} requests a ` +
      `second with a body of ${BODY.length} bytes, ${ROUNDS} times ${ROUND_MS / 1000} s through each door by turns; medians of the rounds. ` +
      `${logged.toLocaleString('en')} calls were logged, ${lost} lost. Processor time counts all threads.`,
    columns: ['without', 'with', 'more', 'wanted'],
    rows: [
      row('p50', 0.5, '–'),
      row('p99', 0.99, '0.1 ms'),
      {
        work: 'processor time of a request',
        cells: [
          figure(perRequest('plain'), 'ms'),
          figure(perRequest('logged'), 'ms'),
          figure(perRequest('logged') - perRequest('plain'), 'ms'),
          '–',
        ],
      },
    ],
  };
}

async function ask(server: ChildProcess): Promise<Report> {
  const answered = once(server, 'message');
  server.send('report');
  return (await answered)[0];
}

/** Sends requests at their times, whether or not those before are answered, and gives the time that each took. */
async function load(port: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const startedAt = performance.now();
  const times: Promise<number>[] = [];
  for (let sent = 0; ; sent += 1) {
    const dueMs = (sent * 1000) / REQUESTS_PER_SECOND - (performance.now() - startedAt);
    if (performance.now() - startedAt > ROUND_MS) break;
    if (dueMs > 0) await delay(dueMs);
    times.push(send(port, agent));
  }
  const all = await Promise.all(times);
  agent.destroy();
  // The first ones open their connections.
  return all.slice(agent.maxSockets);
}

function send(port: number, agent: Agent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { 'api-key': KEY, 'content-type': 'application/json', 'content-length': BODY.length };
  const sentAt = performance.now();
  request({ host: '127.0.0.1', port, agent, method: 'POST', path: '/api/users/42/gifts', headers }, (response) => {
    response.resume().on('end', () => {
      if (response.statusCode === 200) resolve(performance.now() - sentAt);
      else reject(new Error(`The server answered ${response.statusCode}.`));
    });
  })
    .on('error', reject)
    .end(BODY);
  return promise;
}
