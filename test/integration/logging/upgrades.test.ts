import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { httpLogger } from '../../../src/integration/logging/http-logger.ts';
import type { HttpLoggerOptions } from '../../../src/integration/logging/http-logger-options.ts';
import { RequestRefusedError } from '../../../src/integration/logging/refusal.ts';
import { aUser, buildDatabase, querySql } from '../../helpers/store.ts';
import { runPageProgram } from '../page-program.ts';
import { KEY, makeApi, serve, type TestApi } from '../servers.ts';

const SWITCHED = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n';

/** Serves upgrades to a protocol that sends back what it is sent, for whoever has a key. */
async function serveUpgrades({ logger }: Pick<TestApi, 'logger'>): Promise<string> {
  const server = createServer();
  const sockets = new Set<Duplex>();
  server.on('upgrade', async (request, socket, head) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    try {
      const user = await logger.authenticate(request);
      socket.write(`${SWITCHED}${user?.username ?? 'nobody'} said ${head}`);
      socket.pipe(socket);
    } catch (error) {
      socket.end(error instanceof RequestRefusedError ? error.toHttp() : '');
    }
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  return serve(server);
}

/** Asks for an upgrade by these header lines, and returns all that comes until so much text of it is there, or the end. */
function upgrade(url: string, lines: readonly string[], until = '\n\n\n') {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => {
    socket.destroy();
  });
  const all = ['GET /live HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: echo', ...lines];
  socket.write(`${all.join('\r\n')}\r\n\r\nhead`);
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
    if (text.includes(until)) resolve(text);
  });
  socket.on('close', () => resolve(text));
  return { socket, answer: promise };
}

async function serveWith(options: HttpLoggerOptions = {}) {
  const api = await makeApi(options);
  return { ...api, url: await serveUpgrades(api) };
}

describe('A request that asks for an upgrade', () => {
  test('has the user of its key, and is neither logged nor under way', async () => {
    const { url, logger, calls } = await serveWith();
    const { answer } = upgrade(url, ['api-key: key of shop'], 'head');
    expect(await answer).toBe(`${SWITCHED}shop said head`);
    expect(await calls()).toEqual([]);
    expect(logger.counts()).toMatchObject({ refused: 0, underWay: 0 });
  });

  test.each([
    ['no key', [], 'The header api-key with an API key is missing.'],
    ['a key of nobody', ['api-key: guess'], 'The API key is not valid.'],
    ['the key of an inactive user', ['api-key: key of gone'], 'The API key is not valid.'],
  ])('with %s is refused by an answer of HTTP that ends the connection', async (_, lines, message) => {
    const { url, logger } = await serveWith();
    const body = JSON.stringify({ error: 'unauthorized', message });
    expect(await upgrade(url, lines).answer).toBe(
      `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ApiKey header="api-key"\r\nConnection: close\r\n` +
        `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(logger.counts().refused).toBe(1);
  });

  test('is answered in the form of FastAPI where that is asked for', () => {
    const text = new RequestRefusedError('unknown', 'api-key').toHttp('detail');
    expect(text.split('\r\n\r\n')[1]).toBe('{"detail":"The API key is not valid."}');
  });

  test('is answered 503 where keys cannot be checked', async () => {
    const { store } = await makeApi();
    const failing = { ...store, users: { ...store.users, authenticate: () => Promise.reject(new Error('gone')) } };
    const url = await serveUpgrades({ logger: httpLogger(failing, { signals: [] }) });
    expect(await upgrade(url, ['api-key: key of shop']).answer).toMatch(
      /^HTTP\/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n/,
    );
  });

  test('passes without a user where it is skipped', async () => {
    const { url } = await serveWith({ skip: ({ url }) => url === '/live' });
    expect(await upgrade(url, [], 'head').answer).toContain('nobody said');
  });

  test('waits with a failed key, and is let go when its client leaves', async () => {
    const { url, logger } = await serveWith({
      failedKeys: { free: 0, firstMs: 600_000, slowestMs: 600_000, waiting: 1 },
    });
    const { socket } = upgrade(url, ['api-key: guess']);
    await expect.poll(() => logger.counts().slowed).toBe(1);
    socket.resetAndDestroy();
    // Answered at once until the server has seen that the first one has left.
    await expect
      .poll(() => {
        upgrade(url, ['api-key: guess']);
        return logger.counts().slowed;
      })
      .toBe(2);
    await logger.close();
  });
});

test('The program on the page of the library opens WebSockets of “ws” for users alone, and logs each as a call', async () => {
  const path = buildDatabase({ users: [aUser('shop')] });
  const listening = `server.on('listening', () => console.log(String(server.address().port)));`;
  const { process: server, lines } = runPageProgram('ws', path, listening);
  const [port] = await lines(1);
  const url = `ws://127.0.0.1:${port}/live`;
  const refused = new WebSocket(url);
  await once(refused, 'error');
  const admitted = new WebSocket(url, { headers: KEY });
  await once(admitted, 'open');
  const said = once(admitted, 'message');
  admitted.send('hello');
  expect((await said)[0]).toMatchObject({ data: 'shop said hello' });
  admitted.close();
  const exit = once(server, 'exit');
  server.kill('SIGTERM');
  await exit;
  expect(querySql(path, 'SELECT api_route, response_status_code AS status FROM user_api_call_log')).toEqual([
    { api_route: '/api/live', status: 101 },
  ]);
});
