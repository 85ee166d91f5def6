import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { ask, KEY, makeApi, serve, type TestApi } from './servers.ts';

const serveBehind = ({ logger }: TestApi, handle: RequestListener) =>
  serve((request, response) => logger(request, response, () => handle(request, response)));

const failing = () =>
  new Readable({
    read() {
      this.destroy(new Error('The disk is gone'));
    },
  });

describe('A response that the server broke off is an error of the server', () => {
  test.each<[string, RequestListener, number, string]>([
    [
      'by a pipeline before its head',
      (_, response) => pipeline(failing(), response, () => undefined),
      500,
      'The disk is gone',
    ],
    [
      'by a pipeline after its head',
      (_, response) => {
        response.write('a');
        pipeline(failing(), response, () => undefined);
      },
      500,
      'The disk is gone',
    ],
    ['by destroy with an error', (_, response) => response.destroy(new Error('No gifts')), 500, 'No gifts'],
    ['by destroy without one', (_, response) => response.destroy(), 500, 'The server broke off'],
    [
      'by its socket after its head',
      (request, response) => {
        response.write('a');
        request.socket.destroy();
      },
      500,
      'The server broke off',
    ],
    ['by a timeout', (_, response) => response.setTimeout(20), 504, 'too long'],
    ['by a timeout of its own', (_, response) => response.setTimeout(20, () => response.destroy()), 504, 'too long'],
  ])('%s', async (_, handle, statusCode, message) => {
    const api = await makeApi();
    await expect(ask(await serveBehind(api, handle))).rejects.toThrow();
    await expect.poll(api.calls).toMatchObject([{ statusCode, errorMessage: expect.stringContaining(message) }]);
    const { errorCount, serverErrorCount } = await api.store.apiLogs.systemStats();
    expect([errorCount, serverErrorCount]).toEqual([1, 1]);
  });

  test('by what a handler of Express throws after its head', async () => {
    const api = await makeApi();
    const app = express()
      .set('env', 'test')
      .use(api.logger)
      .get('/', (_, response) => {
        response.write('a');
        throw new Error('Too late');
      });
    app.use(api.logger.noteError);
    await expect(ask(await serve(createServer(app)))).rejects.toThrow();
    await expect.poll(api.calls).toMatchObject([{ statusCode: 500, errorMessage: 'Too late' }]);
  });

  test('by its end, while it was under way', async () => {
    const api = await makeApi();
    const url = await serveBehind(api, (_, response) => response.write('a'));
    const response = await fetch(url, { headers: KEY });
    await api.logger.close();
    expect(await api.calls()).toMatchObject([
      { statusCode: 500, errorMessage: expect.stringContaining('server ended') },
    ]);
    await response.body?.cancel();
    expect(await api.calls()).toHaveLength(1);
  });
});

describe('A response that its client did not wait for is no error of the server', () => {
  test.each<[string, RequestListener]>([
    ['before its head', () => undefined],
    ['after its head', (_, response) => response.write('a')],
  ])('%s', async (_, handle) => {
    const api = await makeApi();
    const arrived = Promise.withResolvers<void>();
    const url = await serveBehind(api, (request, response) => {
      handle(request, response);
      arrived.resolve();
    });
    const asking = httpRequest(url, { headers: KEY }).on('error', () => undefined);
    asking.end();
    await arrived.promise;
    asking.destroy();
    await expect
      .poll(api.calls)
      .toMatchObject([{ statusCode: 499, errorMessage: expect.stringContaining('client went') }]);
    const { errorCount, serverErrorCount } = await api.store.apiLogs.systemStats();
    expect([errorCount, serverErrorCount]).toEqual([1, 0]);
  });

  test.each([
    ['ended', 'end'],
    ['reset', 'resetAndDestroy'],
  ] as const)('in the middle of an upload whose connection is %s', async (_, method) => {
    const api = await makeApi();
    const url = new URL(await serveBehind(api, (request) => request.resume().on('error', () => undefined)));
    const socket = connect(Number(url.port), url.hostname).on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /up HTTP/1.1\r\nhost: x\r\napi-key: key of shop\r\ncontent-length: 1000\r\n\r\nabc');
    await expect.poll(() => api.logger.counts()).toMatchObject({ refused: 0 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket[method]();
    await expect
      .poll(api.calls)
      .toMatchObject([{ statusCode: 499, errorMessage: expect.stringContaining('client went') }]);
    socket.destroy();
  });
});
