import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { json, text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { endOnSignals } from '../../../src/integration/shutdown/end-on-signals.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { aUser, buildDatabase, querySql } from '../../helpers/store.ts';

interface TestServer {
  readonly process: ChildProcess;
  readonly url: string;
  readonly path: string;
  /** Resolves when as many calls have come as the server waits for. */
  readonly allHaveCome: Promise<unknown>;
  /** Resolves with the code, and the signal, that the server ended by. */
  readonly exit: Promise<readonly unknown[]>;
}

interface ServerSetup {
  readonly framework: string;
  readonly calls: number;
  readonly answerMs?: number;
}

async function start({ framework, calls, answerMs = 30_000 }: ServerSetup): Promise<TestServer> {
  const path = buildDatabase({ users: [aUser('shop')] });
  const program = `${import.meta.dirname}/server.ts`;
  const server = spawn(process.execPath, [program, framework, path, String(calls), String(answerMs)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const exit = once(server, 'exit');
  const [port] = await Promise.race([
    once(server, 'message'),
    exit.then(() => Promise.reject(new Error('It did not start.'))),
  ]);
  return { process: server, url: `http://localhost:${port}`, path, allHaveCome: once(server, 'message'), exit };
}

/** Asks over a connection that stays open, as many at a time as are asked; the status of the answer, or why there was none. */
async function askFrom(agent: Agent, url: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  get(url, { agent, headers: { 'api-key': 'key of shop' } }, (response) => {
    json(response).then(() => resolve(response.statusCode), reject);
  }).on('error', reject);
  return promise.catch((error: NodeJS.ErrnoException) => error.code);
}

function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  onTestFinished(() => agent.destroy());
  return agent;
}

const loggedStatuses = (path: string) =>
  querySql(
    path,
    'SELECT response_status_code AS status, COUNT(*) AS calls FROM user_api_call_log GROUP BY response_status_code',
  );

describe('A server that is told to end', () => {
  const CALLS = inLongRun(200, 2_000);

  test.each(['Express', 'Fastify', 'Hono', 'node:http', ...inLongRun([], ['Connect'])])(
    `on %s answers the ${CALLS} calls under way, logs all of them, and ends with 0, whatever connections are kept open`,
    async (framework) => {
      const server = await start({ framework, calls: CALLS });
      const agent = keepAlive();
      const statuses = Promise.all(Array.from({ length: CALLS }, () => askFrom(agent, server.url)));
      await server.allHaveCome;
      server.process.kill('SIGTERM');
      expect(new Set(await statuses)).toEqual(new Set([200]));
      expect(await server.exit).toEqual([0, null]);
      expect(loggedStatuses(server.path)).toEqual([{ status: 200, calls: CALLS }]);
    },
  );

  test('on node:http2 answers all streams of its sessions, logs them, and ends with 0', async () => {
    const server = await start({ framework: 'node:http2', calls: CALLS });
    const session = connectHttp2(server.url);
    onTestFinished(() => session.destroy());
    const answers = Promise.all(
      Array.from({ length: CALLS }, () => text(session.request({ ':path': '/', 'api-key': 'key of shop' }))),
    );
    await server.allHaveCome;
    server.process.kill('SIGTERM');
    expect((await answers).every((answer) => answer.startsWith('{"answered"'))).toBe(true);
    expect(await server.exit).toEqual([0, null]);
    expect(loggedStatuses(server.path)).toEqual([{ status: 200, calls: CALLS }]);
  });

  test('cuts off what is not answered in time, logs that it did, and waits for no connection on which nothing ever came', async () => {
    const server = await start({ framework: 'node:http', calls: 4, answerMs: 400 });
    const silent = connect(Number(new URL(server.url).port), 'localhost');
    onTestFinished(() => void silent.destroy());
    await once(silent, 'connect');
    const agent = keepAlive();
    const answers = Promise.all(['', '/stuck', '', '/stuck'].map((path) => askFrom(agent, server.url + path)));
    await server.allHaveCome;
    server.process.kill('SIGTERM');
    expect(await answers).toEqual([200, 'ECONNRESET', 200, 'ECONNRESET']);
    expect(await server.exit).toEqual([0, null]);
    expect(loggedStatuses(server.path)).toEqual([
      { status: 200, calls: 2 },
      { status: 500, calls: 2 },
    ]);
  });

  test('waits for a client that reads its answer slowly, also if all of that is written', async () => {
    const server = await start({ framework: 'node:http', calls: 1 });
    const port = Number(new URL(server.url).port);
    const [slow, silent] = [connect(port, 'localhost'), connect(port, 'localhost')];
    onTestFinished(() => void [slow, silent].map((socket) => socket.destroy()));
    slow.write('GET /large HTTP/1.1\r\nHost: x\r\napi-key: key of shop\r\n\r\n');
    await once(slow, 'readable');
    const answer = askFrom(keepAlive(), server.url);
    await server.allHaveCome;
    server.process.kill('SIGTERM');
    // By then the server has closed what it takes for idle.
    await Promise.all([answer, once(silent, 'close')]);
    expect((await text(slow)).length).toBeGreaterThan(20_000_000);
    expect(await server.exit).toEqual([0, null]);
    expect(loggedStatuses(server.path)).toEqual([{ status: 200, calls: 2 }]);
  });

  test('cuts calls off at a second signal, but not at one that is only sent twice, and logs them', async () => {
    const server = await start({ framework: 'Express', calls: 2 });
    const agent = keepAlive();
    const answers = ['', '/stuck'].map((path) => askFrom(agent, server.url + path));
    await server.allHaveCome;
    server.process.kill('SIGTERM');
    server.process.kill('SIGTERM');
    expect(await answers[0]).toBe(200);
    server.process.kill('SIGINT');
    expect(await answers[1]).toBe('ECONNRESET');
    expect(await server.exit).toEqual([0, null]);
    expect(loggedStatuses(server.path)).toEqual([
      { status: 200, calls: 1 },
      { status: 500, calls: 1 },
    ]);
  });

  test('waits for another program that is writing to its database, and loses no call', async () => {
    const server = await start({ framework: 'node:http', calls: 20 });
    const other = new Database(server.path);
    onTestFinished(() => void other.close());
    const agent = keepAlive();
    const answers = Array.from({ length: 20 }, () => askFrom(agent, server.url));
    await server.allHaveCome;
    other.exec('BEGIN IMMEDIATE');
    server.process.kill('SIGTERM');
    await Promise.all(answers);
    other.exec('ROLLBACK');
    expect(await server.exit).toEqual([0, null]);
    expect(loggedStatuses(server.path)).toEqual([{ status: 200, calls: 20 }]);
  });
});

test('What is no server, nothing to be closed, or no option is refused before anything listens to signals', () => {
  const server = new Server();
  const listeners = process.listenerCount('SIGTERM');
  const closable = { close: () => undefined };
  const refused: readonly (readonly [unknown, unknown, unknown, string])[] = [
    [{}, [closable], undefined, 'servers'],
    [[{}], [closable], undefined, 'servers[0]'],
    [[server, closable], [closable], undefined, 'servers[1]'],
    [server, closable, undefined, 'closables'],
    [server, [undefined], undefined, 'closables[0]'],
    [server, [closable], { answerMs: -1 }, 'answerMs'],
    [server, [closable], { answer: 5 }, 'answer'],
    [server, [closable], { signals: ['TERM'] }, 'signals[0]'],
  ];
  for (const [servers, closables, options, field] of refused)
    expect(() => Reflect.apply(endOnSignals, undefined, [servers, closables, options])).toThrow(
      expect.objectContaining({ code: 'invalid', field }),
    );
  expect(process.listenerCount('SIGTERM')).toBe(listeners);
});
