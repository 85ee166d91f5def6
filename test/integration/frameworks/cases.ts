import { once } from 'node:events';
import { expect } from 'vitest';
import type { ApiCall } from '../../../src/model/call.ts';
import { runSql } from '../../helpers/store.ts';
import { answerOf, openConnection, requestText, talk } from './raw-http.ts';

/**
 * The same API on each framework, behind its logger. Everything is under `/api`, and asks for a key:
 *
 * - `GET /items/:name` answers `{"user": …, "item": name}`, `GET /files/` with a wildcard `{"path": …}`
 * - `POST /echo` answers 201 with the JSON that it was sent; `POST /upload` reads its body as a stream and answers `{"bytes": …}`
 * - `GET /broken/:id` throws an Error “The model is asleep”, asynchronously
 * - `GET /events` answers `data: 1`, then `data: 2`, as server-sent events; `GET /slow` never answers
 * - `GET /big` answers the text of `BIG`, compressed where that is asked for
 * - `GET /moved` redirects to `/api/items/ada` by 302; `GET /fixture` sends the file `FIXTURE`
 *
 * Before the logger, each response gets `x-request-id: r-1` and is opened to any origin (`access-control-allow-origin: *`),
 * and preflights are answered 204. The app's own handler answers errors as `{"problem": message}` with their status, or 500.
 */
export interface CasesApi {
  readonly url: string;
  /** File of its database, which `makeDatabase` of `servers.ts` makes. */
  readonly path: string;
  /** Returns the logged calls, oldest first, once everything is written. */
  readonly calls: () => Promise<readonly ApiCall[]>;
  /** Counts of the logger. */
  readonly counts: () => { readonly refused: number };
  /** Number of requests that have reached the handlers of `/slow` and `/upload`. */
  readonly arrived: () => number;
  /** Lets `/events` go on behind its first event. */
  readonly goOn: () => void;
}

/** Text of `GET /big`. */
export const BIG = 'brown teddy bear, '.repeat(2_000);
/** File that `GET /fixture` sends. */
export const FIXTURE = 'test/fixtures/expected.json';

/** Something that every framework has to get right, by the sentence that says it. */
export interface FrameworkCase {
  readonly name: string;
  readonly run: (api: CasesApi) => Promise<void>;
}

const KEY = 'api-key: key of shop';
const OPEN = { 'access-control-allow-origin': '*', 'x-request-id': 'r-1' };

/** Asks with the key of `shop`, one request on one connection. */
const ask = async ({ url }: CasesApi, line: string, headers: readonly string[] = [], body = '') =>
  answerOf(await talk(url, requestText([line, KEY, ...headers], body)));

/** The calls as they are logged: route, status and error. */
async function logged(api: CasesApi): Promise<readonly (readonly [string, number | null, string | null])[]> {
  return (await api.calls()).map(({ apiRoute, statusCode, errorMessage }) => [apiRoute, statusCode, errorMessage]);
}

const json = (body: string) => [`Content-Type: application/json`, `Content-Length: ${body.length}`];

const ODD_REQUESTS: readonly (readonly [string, string])[] = [
  ['an unknown route', 'GET /api/nothing/5'],
  ['a method that no route has', 'PURGE /api/items/ada'],
  ['OPTIONS of the server', 'OPTIONS *'],
  ['a whole address', 'GET http://api.example/api/items/ada'],
  ['an encoded path', 'GET /api/items/t%C3%A9ddy%20bear'],
  ['an encoded slash', 'GET /api/items/a%2Fb'],
  ['a path that is no UTF-8', 'GET /api/items/%FF%FE'],
  ['a path with a broken escape', 'GET /api/items/%zz'],
  ['bytes in a path', 'GET /api/items/caf\u00e9'],
  ['a double slash', 'GET /api//items/ada'],
  ['a double slash at the start', 'GET //api/items/ada'],
  ['a slash at the end', 'GET /api/items/ada/'],
  ['dots in a path', 'GET /api/items/../items/ada'],
  ['capital letters', 'GET /API/Items/ada'],
  ['a wildcard', 'GET /api/files/a/b/c.txt'],
  ['a control character, encoded', 'GET /api/items/a%00b%1b[31m'],
  ['a query without end', `GET /api/items/ada?${'a=1&'.repeat(2_000)}`],
];

/** What every framework answers, and logs, alike. */
export const cases: readonly FrameworkCase[] = [
  {
    name: 'a request with a key is answered, and logged by the pattern of its route',
    async run(api) {
      const { status, headers, body } = await ask(api, 'GET /api/items/ada?size=2');
      expect([status, headers, body]).toEqual([200, expect.objectContaining(OPEN), '{"user":"shop","item":"ada"}']);
      expect(await logged(api)).toEqual([['/api/items/:name', 200, null]]);
    },
  },
  {
    name: 'a preflight of CORS needs no key, and is not logged',
    async run(api) {
      const preflight = ['Origin: https://shop.example', 'Access-Control-Request-Method: POST'];
      const { status, headers } = answerOf(
        await talk(
          api.url,
          requestText(['OPTIONS /api/items/ada', ...preflight, 'Access-Control-Request-Headers: api-key']),
        ),
      );
      expect([status, headers]).toEqual([204, expect.objectContaining({ 'access-control-allow-origin': '*' })]);
      expect([await logged(api), api.counts().refused]).toEqual([[], 0]);
    },
  },
  {
    name: 'a refusal goes through the app: its headers, its form of errors, and how to authenticate',
    async run(api) {
      for (const key of [[], ['api-key: guess'], ['api-key: key of gone']]) {
        const { status, headers, body } = answerOf(await talk(api.url, requestText(['GET /api/items/ada', ...key])));
        expect([status, headers]).toEqual([401, expect.objectContaining(OPEN)]);
        expect(headers['www-authenticate']).toBe('ApiKey header="api-key"');
        expect(body).toMatch(
          /\{"problem":"The (?:header api-key with an API key is missing|API key is not valid)\."\}/,
        );
      }
      expect([await logged(api), api.counts().refused]).toEqual([[], 3]);
    },
  },
  {
    name: 'a request with a body is refused before the body is read, and the connection stays sound',
    async run(api) {
      const body = 'x'.repeat(300_000);
      const lines = ['POST /api/echo', 'api-key: guess', ...json(body)];
      expect(answerOf(await talk(api.url, requestText(lines, body))).status).toBe(401);
      expect((await ask(api, 'GET /api/items/ada')).status).toBe(200);
    },
  },
  {
    name: 'the answer is 503 while keys cannot be checked, and tells nothing of the database',
    async run(api) {
      runSql(api.path, 'ALTER TABLE "user" RENAME TO others');
      const { status, headers, body } = await ask(api, 'GET /api/items/ada');
      expect([status, headers]).toEqual([503, expect.objectContaining({ ...OPEN, 'retry-after': '1' })]);
      expect(body).toContain('{"problem":"API keys cannot be checked at the moment. Try again."}');
    },
  },
  {
    name: 'an error that a handler throws is answered by the app, and noted',
    async run(api) {
      const { status, headers, body } = await ask(api, 'GET /api/broken/5');
      expect([status, headers, body]).toEqual([
        500,
        expect.objectContaining(OPEN),
        expect.stringContaining('"problem"'),
      ]);
      expect(await logged(api)).toEqual([['/api/broken/:id', 500, 'The model is asleep']]);
    },
  },
  {
    name: 'a client that leaves before its answer is logged as 499',
    async run(api) {
      const { socket } = await openConnection(api.url);
      socket.write(requestText(['GET /api/slow', KEY]));
      await expect.poll(() => api.arrived()).toBe(1);
      socket.destroy();
      await expect.poll(() => logged(api)).toEqual([['/api/slow', 499, expect.stringContaining('client went away')]]);
    },
  },
  {
    name: 'server-sent events pass as they are sent, and are logged as text',
    async run(api) {
      const { socket, until } = await openConnection(api.url);
      socket.write(requestText(['GET /api/events', KEY]));
      await until(/data: 1\n\n/);
      api.goOn();
      await until(/data: 2\n\n/);
      await expect.poll(() => logged(api)).toEqual([['/api/events', 200, null]]);
      expect((await api.calls())[0]?.responsePayload).toBe('data: 1\n\ndata: 2\n\n');
    },
  },
  {
    name: 'a compressed answer arrives whole, and is logged as it was before it was compressed, or left out',
    async run(api) {
      const response = await fetch(`${api.url}/api/big`, {
        headers: { 'api-key': 'key of shop', 'accept-encoding': 'gzip' },
      });
      expect(response.headers.get('content-encoding')).toBe('gzip');
      expect((await response.text()) === BIG).toBe(true);
      const [call] = await api.calls();
      expect([call?.apiRoute, call?.statusCode]).toEqual(['/api/big', 200]);
      expect(JSON.stringify(call?.responsePayload)).toMatch(/^\{"(?:start":"brown teddy bear|leftOut":)/);
    },
  },
  {
    name: 'a body is asked for by 100 Continue, and logged',
    async run(api) {
      const { socket, until } = await openConnection(api.url);
      socket.write(requestText(['POST /api/echo', KEY, 'Expect: 100-continue', ...json('{"age":7}')]));
      await until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
      socket.write('{"age":7}');
      expect(answerOf(await until(/\{"age":7\}/)).status).toBe(201);
      await expect.poll(() => logged(api)).toEqual([['/api/echo', 201, null]]);
      expect(await api.calls()).toMatchObject([{ requestPayload: { age: 7 }, responsePayload: { age: 7 } }]);
    },
  },
  {
    name: 'HEAD is answered with the head of GET alone, and logged without a payload',
    async run(api) {
      const { status, body } = await ask(api, 'HEAD /api/items/ada');
      expect([status, body]).toEqual([200, '']);
      expect(await logged(api)).toEqual([['/api/items/:name', 200, null]]);
      expect((await api.calls())[0]?.responsePayload).toBeNull();
    },
  },
  {
    name: 'a chunked upload is counted as it streams, and its start is logged',
    async run(api) {
      const chunks = `2710\r\n${'a'.repeat(10_000)}\r\n`.repeat(20);
      const headers = ['Content-Type: text/plain', 'Transfer-Encoding: chunked'];
      const { status, body } = await ask(api, 'POST /api/upload', headers, `${chunks}0\r\n\r\n`);
      expect([status, body]).toEqual([200, expect.stringContaining('{"bytes":200000}')]);
      expect(await logged(api)).toEqual([['/api/upload', 200, null]]);
      expect((await api.calls())[0]?.requestPayload).toMatchObject({ bytes: 200_000 });
    },
  },
  {
    name: 'an upload that is cut off is logged as what the client did not finish',
    async run(api) {
      const { socket } = await openConnection(api.url);
      socket.write(requestText(['POST /api/upload', KEY, 'Content-Type: text/plain', 'Content-Length: 100'], 'abc'));
      await expect.poll(() => api.arrived()).toBe(1);
      socket.destroy();
      await expect.poll(() => logged(api)).toEqual([['/api/upload', 499, expect.any(String)]]);
    },
  },
  {
    name: 'requests that are sent all at once over one connection are answered and logged in turn',
    async run(api) {
      const { socket } = await openConnection(api.url);
      const closed = once(socket, 'close');
      const open = (name: string) => `GET /api/items/${name} HTTP/1.1\r\nHost: x\r\n${KEY}\r\n\r\n`;
      socket.write(`${open('ada')}GET /api/items/eve HTTP/1.1\r\nHost: x\r\n\r\n${open('bob')}`);
      socket.write(requestText(['GET /api/items/eva', KEY]));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      await closed;
      expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual([200, 401, 200, 200].map((status) => `HTTP/1.1 ${status}`));
      expect((await api.calls()).map(({ responsePayload }) => responsePayload)).toEqual(
        ['ada', 'bob', 'eva'].map((item) => ({ user: 'shop', item })),
      );
    },
  },
  {
    name: 'a redirect and a file are as without the logger',
    async run(api) {
      const moved = await ask(api, 'GET /api/moved');
      expect([moved.status, moved.headers.location]).toEqual([302, '/api/items/ada']);
      const file = await ask(api, 'GET /api/fixture');
      expect([file.status, file.headers['content-type']]).toEqual([200, expect.stringContaining('application/json')]);
      expect(await logged(api)).toEqual([
        ['/api/moved', 302, null],
        ['/api/fixture', 200, null],
      ]);
    },
  },
  {
    name: 'what Node itself refuses reaches neither the app nor the log',
    async run(api) {
      const odd = [
        requestText(['POST /api/echo', KEY, 'Content-Length: 5x'], 'hello'),
        requestText(['POST /api/echo', KEY, 'Content-Length: 5', 'Content-Length: 6'], 'hello'),
        requestText(['BREW /api/items/ada', KEY]),
        requestText(['GET /api/items/ada', KEY, `x-long: ${'x'.repeat(20_000)}`]),
        requestText(['GET /api/items/a b', KEY]),
      ];
      const statuses = await Promise.all(odd.map(async (text) => answerOf(await talk(api.url, text)).status));
      expect(statuses).toEqual([400, 400, 400, 431, 400]);
      expect(await logged(api)).toEqual([]);
    },
  },
  {
    name: 'whatever a path looks like, what is logged is the status that was answered, and a route that can be shown',
    async run(api) {
      for (const [what, line] of ODD_REQUESTS) {
        const before = (await logged(api)).length;
        const { status } = answerOf(await talk(api.url, Buffer.from(requestText([line, KEY]), 'latin1')));
        expect([200, 204, 400, 404, 405], what).toContain(status);
        const calls = (await logged(api)).slice(before);
        // What is outside of the routes of the logger, or cannot be read, does not reach it.
        expect(calls.length, what).toBeLessThanOrEqual(1);
        if (status === 200) expect(calls, what).toHaveLength(1);
        for (const [route, loggedStatus] of calls) {
          expect([loggedStatus, route], what).toEqual([status, expect.stringMatching(/^\/[^\p{C}]*$/u)]);
          expect(route.length, what).toBeLessThanOrEqual(200);
        }
      }
      expect((await ask(api, 'GET /api/items/ada')).status).toBe(200);
    },
  },
];
