import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPresents } from '../helpers/pty.ts';
import { querySql, temporaryFolder } from '../helpers/store.ts';

interface Example {
  readonly path: string;
  readonly url: string;
  readonly apiKey: string;
  /** Ends it by SIGTERM and gives its exit code. */
  stop(): Promise<unknown>;
}

/** Starts the example on a free port and reads from its greeting where it is and what its key is. */
async function startExample(path = join(temporaryFolder(), 'example.db')): Promise<Example> {
  const server = spawn(process.execPath, ['examples/api-server.ts'], {
    env: { ...process.env, PORT: '0', DATABASE_PATH: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    server.kill('SIGKILL');
  });
  const greeting = await readGreeting(server);
  const [, url = ''] = /listens on (http:\S+)\. /.exec(greeting) ?? [];
  const [, apiKey = ''] = /api-key: ([\w-]{43})/.exec(greeting) ?? [];
  const stop = async () => {
    const exit = once(server, 'exit');
    server.kill('SIGTERM');
    return (await exit)[0];
  };
  return { path, url, apiKey, stop };
}

async function readGreeting({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of stdout ?? []) {
    text += chunk;
    if (text.includes('npm start')) return text;
  }
  throw new Error(`The example ended: ${text}`);
}

interface Answer {
  readonly itemMainCategory?: string;
  readonly classificationStatus?: string;
  readonly color?: string;
  readonly isCached?: boolean;
}

/** Asks the example for JSON. */
async function call<T = Answer>({ url, apiKey }: Example, path: string, body?: unknown) {
  const response = await fetch(url + path, {
    headers: { 'api-key': apiKey, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: (await response.json()) as T };
}

const LOG = 'SELECT api_route, response_status_code, request_payload, error_message FROM user_api_call_log ORDER BY id';

describe('The example server', () => {
  test('authenticates, classifies each product once, and logs every call', async () => {
    const example = await startExample();
    expect((await fetch(`${example.url}/health`)).status).toBe(200);
    expect((await fetch(`${example.url}/api/me`)).status).toBe(401);
    expect(await call(example, '/api/me')).toEqual({ status: 200, answer: { username: 'example' } });

    const bear = { description: 'A brown teddy bear', recipientName: 'Ada' };
    const asked = await Promise.all([1, 2, 3].map(() => call(example, '/api/products/B1/classification', bear)));
    expect(asked.map(({ answer }) => [answer.itemMainCategory, answer.color, answer.isCached])).toEqual(
      Array(3).fill(['Toys', 'brown', false]),
    );
    expect((await call(example, '/api/products/B1/classification', bear)).answer.isCached).toBe(true);
    const many = [
      { productId: 'B1', description: 'A brown teddy bear' },
      { productId: 'M1', description: 'A mug' },
      { productId: 'X1', description: 'A thing' },
    ];
    const { answer } = await call<readonly Answer[]>(example, '/api/classifications', many);
    expect(answer.map(({ classificationStatus }) => classificationStatus)).toEqual(['success', 'success', 'failed']);

    expect(await call(example, '/api/products/B2/classification', {})).toMatchObject({ status: 422 });
    expect(await call(example, '/api/recommendations/17')).toMatchObject({ status: 500 });
    expect(await example.stop()).toBe(0);
    const log = querySql(example.path, LOG);
    expect(log).toHaveLength(8);
    expect(log[1]).toEqual({
      api_route: '/api/products/:productId/classification',
      response_status_code: 200,
      request_payload: '{"description":"A brown teddy bear","recipientName":"[blanked]"}',
      error_message: null,
    });
    expect(log.slice(-2)).toMatchObject([
      { response_status_code: 422, error_message: expect.stringContaining('description must be a string') },
      { api_route: '/api/recommendations/:recipientId', error_message: 'The model is asleep' },
    ]);
    expect(querySql(example.path, 'SELECT product_id, run_id IS NOT NULL AS ran FROM product_attributes')).toEqual([
      { product_id: 'B1', ran: 1 },
      { product_id: 'M1', ran: 1 },
      { product_id: 'X1', ran: 1 },
    ]);
  });

  test('shows its calls in the dashboard by itself, and obeys what is done there at once', async () => {
    const example = await startExample();
    const dashboard = startPresents(['--db', example.path]);
    await dashboard.waitFor(/ example +● active +never/);
    for (let index = 0; index < 12; index += 1) await call(example, '/api/me');
    await dashboard.waitFor(/ example +● active .* 12 /);
    await call(example, '/api/recommendations/17');
    dashboard.press('3', 'o');
    await dashboard.waitFor((screen) => screen.includes('/:recipientId ') && screen.includes('asleep'));

    dashboard.press('1');
    await dashboard.waitFor(/ example +● active .* 13 /);
    dashboard.press('x');
    await dashboard.waitFor('Deactivate');
    dashboard.press('y');
    await dashboard.waitFor(/ example +\S inactive/);
    expect((await call(example, '/api/me')).status).toBe(401);
    dashboard.press('u');
    await dashboard.waitFor(/ example +● active/);
    expect((await call(example, '/api/me')).status).toBe(200);
    await dashboard.waitFor(/ example +● active .* 14 /);
    dashboard.press('q');
    expect((await dashboard.exit).exitCode).toBe(0);
    expect(await example.stop()).toBe(0);
  });

  test('starts again on the same file, with a new key in place of the old one', async () => {
    const first = await startExample();
    await first.stop();
    const second = await startExample(first.path);
    expect((await call({ ...second, apiKey: first.apiKey }, '/api/me')).status).toBe(401);
    expect((await call(second, '/api/me')).status).toBe(200);
    await second.stop();
  });
});
