import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aUser, buildDatabase, querySql } from '../../helpers/store.ts';

const library = JSON.stringify(resolve('dist/index.js'));

/** A program that answers requests and says `ready` and, once it has answered, `answered`. */
async function startServer(path: string, ...more: readonly string[]): Promise<ChildProcess> {
  const script = `
    import { createServer } from 'node:http';
    const { openStore, httpLogger } = await import(${library});
    const store = await openStore(${JSON.stringify(path)});
    const logger = httpLogger(store);
    const server = createServer((request, response) => logger(request, response, () => response.end('ok')));
    ${more.join('\n')}
    server.listen(0, '127.0.0.1', async () => {
      const url = 'http://127.0.0.1:' + server.address().port;
      const answers = Array.from({ length: 20 }, () => fetch(url, { headers: { 'api-key': 'key of shop' } }));
      for (const answer of await Promise.all(answers)) await answer.text();
      process.send('answered');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    cwd: join(import.meta.dirname, '../..'),
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'message');
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<readonly unknown[]> {
  const exit = once(child, 'exit');
  child.kill(signal);
  return await exit;
}

const countCalls = (path: string) => querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')[0]?.count;

describe('A server that is told to end', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('by %s writes what it has to log, then ends by it', async (signal) => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const server = await startServer(path);
    expect(await end(server, signal)).toEqual([null, signal]);
    expect(countCalls(path)).toBe(20);
  });

  test('by SIGTERM ends in its own way where it has one', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const server = await startServer(
      path,
      `process.once('SIGTERM', async () => {
        server.close();
        server.closeAllConnections();
        await logger.close();
        await store.close();
        process.disconnect();
        process.exitCode = 7;
      });`,
    );
    expect(await end(server, 'SIGTERM')).toEqual([7, null]);
    expect(countCalls(path)).toBe(20);
  });

  test('listens once for all its loggers, however many they are', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const server = await startServer(
      path,
      `process.on('warning', () => process.exit(9));
      for (let count = 0; count < 30; count += 1) httpLogger(store);
      const closed = httpLogger(store);
      await closed.close();
      if (process.listenerCount('SIGTERM') !== 1) process.exit(8);`,
    );
    expect(await end(server, 'SIGTERM')).toEqual([null, 'SIGTERM']);
    expect(countCalls(path)).toBe(20);
  });

  test('with two loggers writes what both have', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const other = `const other = httpLogger(store);
      const second = createServer((request, response) => other(request, response, () => response.end('ok')));
      await new Promise((done) => second.listen(0, '127.0.0.1', done));
      const secondUrl = 'http://127.0.0.1:' + second.address().port;
      const more = Array.from({ length: 15 }, () => fetch(secondUrl, { headers: { 'api-key': 'key of shop' } }));
      for (const answer of await Promise.all(more)) await answer.text();`;
    const server = await startServer(path, other);
    expect(await end(server, 'SIGTERM')).toEqual([null, 'SIGTERM']);
    expect(countCalls(path)).toBe(35);
  });

  test('while it streams events logs what it has sent of them, as cut off', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const events = `const events = createServer((request, response) => logger(request, response, () => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\\n\\n');
      }));
      await new Promise((done) => events.listen(0, '127.0.0.1', done));
      const eventsUrl = 'http://127.0.0.1:' + events.address().port + '/events';
      const { body } = await fetch(eventsUrl, { headers: { 'api-key': 'key of shop' } });
      await body.getReader().read();`;
    const server = await startServer(path, events);
    expect(await end(server, 'SIGTERM')).toEqual([null, 'SIGTERM']);
    expect(countCalls(path)).toBe(21);
    expect(querySql(path, `SELECT * FROM user_api_call_log WHERE api_route = '/events'`)).toMatchObject([
      {
        response_status_code: 500,
        error_message: 'The server ended before the response was complete.',
        response_payload: '{"start":"data: 1\\n\\n","bytes":9}',
      },
    ]);
  });

  test('by nothing but its last line still writes everything', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const server = await startServer(
      path,
      `process.on('message', () => {
      server.close();
      server.closeAllConnections();
      process.disconnect();
    });`,
    );
    const exit = once(server, 'exit');
    server.send('end');
    expect(await exit).toEqual([0, null]);
    expect(countCalls(path)).toBe(20);
  });
});
