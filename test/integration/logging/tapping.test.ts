import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { BodyTap } from '../../../src/integration/logging/body-tap.ts';
import { httpLogger } from '../../../src/integration/logging/http-logger.ts';
import { tapRequest, tapResponse } from '../../../src/integration/logging/tapping.ts';
import { KEY, makeApi } from '../servers.ts';

const socket = new Socket();

function anExchange(): { readonly request: IncomingMessage; readonly response: ServerResponse } {
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, KEY);
  return { request, response: new ServerResponse(request) };
}

test('Two taps see what passes, and a method that another has put in place between them stays there', () => {
  const { request, response } = anExchange();
  const [first, second] = [new BodyTap(100), new BodyTap(100)];
  tapRequest(request, first);
  tapResponse(response, first);
  const { emit } = request;
  const events: unknown[] = [];
  request.emit = (...args: Parameters<typeof emit>) => {
    events.push(args[0]);
    return Reflect.apply(emit, request, args);
  };
  tapRequest(request, second);
  tapResponse(response, second);
  request.emit('data', Buffer.from('asked, '));
  response.write('answered ');
  response.end('in full');
  expect([first.text(), second.text()]).toEqual(['asked, answered in full', 'asked, answered in full']);
  expect(events).toEqual(['data']);
});

test('A request that was logged is freed by the first quick round of the garbage collector, as it is without a logger', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' | 'major' }) => void;
  const { store } = await makeApi();
  const logger = httpLogger(store, { waitingBytes: 0, signals: [] });
  const heldBytes = async (pass: (exchange: ReturnType<typeof anExchange>) => unknown) => {
    collect({ type: 'major' });
    const before = getHeapStatistics().used_heap_size;
    for (let round = 0; round < 20; round += 1) {
      for (let count = 0; count < 50; count += 1) await pass(anExchange());
      collect({ type: 'minor' });
    }
    return (getHeapStatistics().used_heap_size - before) / 1_000;
  };
  const passLogger = async ({ request, response }: ReturnType<typeof anExchange>) => {
    await logger.begin(request, response);
    response.end('{}');
    response.emit('finish');
  };
  // What is compiled meanwhile, here or for another test, is no request.
  const held = [await heldBytes(passLogger), await heldBytes(passLogger), await heldBytes(passLogger)];
  expect(Math.min(...held)).toBeLessThan(1_000);
  expect(logger.counts()).toMatchObject({ lost: 3_000, refused: 0 });
  await logger.close();
});
