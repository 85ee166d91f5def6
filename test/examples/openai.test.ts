import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { classifyByOpenAi } from '../../examples/classify-by-openai.ts';
import { cachedClassifier } from '../../src/integration/classifying/cached-classifier.ts';
import { buildDatabase, openTestStore, querySql } from '../helpers/store.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const json = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer => {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
};
const attributes = { itemMainCategory: 'Toys', color: 'brown', valuePrice: 12.5 };
const said = (text: string, status = 'completed') =>
  json(200, { id: 'resp_1', status, output: [{ type: 'message', content: [{ type: 'output_text', text }] }] });
const bear = { productId: 'B1', description: 'A brown teddy bear' };

/** A model that gives these answers to the questions, one after the other, and the example that asks it. */
async function model(...answers: readonly Answer[]) {
  const questions: { readonly path: string; readonly body: unknown; readonly authorization: string | undefined }[] = [];
  let answered = 0;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    questions.push({ path, body: JSON.parse(text), authorization: request.headers.authorization });
    if (path === '/v1/conversations') json(200, { id: 'conv_1' })(response, request);
    else answers[answered++]?.(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const pauses: number[] = [];
  const path = buildDatabase({});
  const store = await openTestStore(path);
  const classify = classifyByOpenAi({
    apiKey: 'sk-test',
    model: 'a-model',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pause: async (ms) => void pauses.push(ms),
  });
  const rows = () => querySql(path, 'SELECT classification_status, thread_id, run_id, color FROM product_attributes');
  return { classifier: cachedClassifier(store, classify), questions, pauses, rows };
}

describe('The example that asks a language model', () => {
  test('stores what the model said as JSON, with its conversation and response as thread and run', async () => {
    const { classifier, questions, rows } = await model(said(JSON.stringify(attributes)));
    expect(await classifier.classify(bear)).toMatchObject({ ...attributes, threadId: 'conv_1', runId: 'resp_1' });
    expect(rows()).toEqual([
      { classification_status: 'success', thread_id: 'conv_1', run_id: 'resp_1', color: 'brown' },
    ]);
    expect(questions.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/v1/conversations', 'Bearer sk-test'],
      ['/v1/responses', 'Bearer sk-test'],
    ]);
    expect(questions[1]?.body).toMatchObject({ input: bear.description, model: 'a-model', conversation: 'conv_1' });
  });

  test('tries again when the model is busy, as late as it says', async () => {
    const { classifier, pauses } = await model(
      json(429, {}, { 'retry-after': '7' }),
      json(503, {}),
      said(JSON.stringify(attributes)),
    );
    expect(await classifier.classify(bear)).toMatchObject({ color: 'brown' });
    expect(pauses[0]).toBe(7_000);
    expect(pauses[1]).toBeGreaterThanOrEqual(500);
    expect(pauses).toHaveLength(2);
  });

  test('tries again when the connection is lost', async () => {
    const { classifier } = await model((_, request) => request.socket.destroy(), said(JSON.stringify(attributes)));
    expect(await classifier.classify(bear)).toMatchObject({ color: 'brown' });
  });

  test.each([
    ['is never free', Array.from({ length: 4 }, () => json(500, {})), 'The model answered 500.', null],
    ['refuses the request', [json(400, { error: 'no' })], 'The model refused the request with 400', null],
    ['says no JSON', [said('a bear')], 'is not valid JSON', 'resp_1'],
    ['is cut off', [said('{"color"', 'incomplete')], 'The response of the model is incomplete.', 'resp_1'],
  ])('fails when the model %s, and the failure has its thread and run', async (_, answers, message, runId) => {
    const { classifier, rows } = await model(...answers);
    await expect(classifier.classify(bear)).rejects.toThrow(message);
    expect(rows()).toEqual([{ classification_status: 'failed', thread_id: 'conv_1', run_id: runId, color: null }]);
  });

  test('fails when the model names an attribute that there is not', async () => {
    const { classifier } = await model(said(JSON.stringify({ ...attributes, colour: 'brown' })));
    await expect(classifier.classify(bear)).rejects.toMatchObject({ code: 'invalid', field: 'colour' });
  });

  test('lets the connection go when nobody waits for the answer any more, and stores nothing', async () => {
    const asked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const { classifier, rows } = await model((_, request) => {
      request.socket.once('close', () => gone.resolve());
      asked.resolve();
    });
    const leaving = new AbortController();
    const waiting = classifier.classify(bear, { signal: leaving.signal });
    await asked.promise;
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await gone.promise;
    expect(rows()).toEqual([]);
  });
});
