import { describe, expect, test } from 'vitest';
import type { CallValues } from '../../../../src/store/checks/call-values.ts';
import { type ConsoleOptions, renderConsole } from '../../../helpers/console.tsx';
import { aCall, aUser, buildDatabase, runSql } from '../../../helpers/store.ts';

const REQUEST =
  '{"recipient":{"age":-6,"interests":["jazz","hiking"]},"api_key":"sk-12345","to":"bob@example.org","n":1.0}';
const RESPONSE = '{"error":{"path":"recipient.age"},"id":12345678901234567890}';

/** The dashboard on the newest failed call of a log. */
async function call(
  last: Partial<CallValues> = {},
  { before = [], ...options }: ConsoleOptions & { before?: CallValues[] } = {},
) {
  const failed = aCall({ statusCode: 422, requestPayload: REQUEST, responsePayload: RESPONSE, ...last });
  const database = buildDatabase({ users: [aUser('acme-shop'), aUser('other')], calls: [...before, failed] });
  const shown = await renderConsole({ database, theme: 'none', ...options });
  const { app, advance } = shown;
  await app.press('3', 'o', 'enter');
  return {
    ...shown,
    title: () => app.lines()[2] ?? '',
    selected: () =>
      app
        .lines()
        .find((line) => line.includes('❯'))
        ?.replace(/^.*❯ */, '')
        .trim() ?? '',
    message: () => app.lines().at(-2) ?? '',
    /** Lets what is done beside the keys finish. */
    settle: async (ms = 300) => {
      for (let passed = 0; passed < ms; passed += 50) await advance(50);
    },
  };
}

describe('A call', () => {
  test('shows its payloads as trees side by side, and the path of the selected value', async () => {
    const { app, title, selected } = await call();
    expect(app.screen()).toMatch(/▾ Request {2}4 keys {2}\d+ B +│ +▾ Response {2}2 keys/);
    expect(app.screen()).toMatch(/n {2}1\.0/);
    expect(app.screen()).toContain('id  12345678901234567890');
    expect(title()).toMatch(/^ Call #1 {3}422 \/api\/predict +req$/);
    await app.press('j', 'j');
    expect(selected()).toMatch(/^age {2}-6 +│/);
    expect(title()).toMatch(/ req\.recipient\.age$/);
    await app.press('s', 'j', 'j');
    expect(title()).toMatch(/ res\.error\.path$/);
    await app.press('s');
    expect(title()).toMatch(/ req\.recipient\.age$/);
  });

  test('shows them below each other where there are less than 110 columns', async () => {
    const { app, title } = await call({}, { columns: 109 });
    expect(app.screen()).toMatch(/ n {2}1\.0\n\n {3}▾ Response {2}2 keys/);
    await app.press('G');
    expect(title()).toMatch(/ res\.id$/);
    await app.press('k', 'k', 'k', 'k');
    expect(title()).toMatch(/ req\.n$/);
    await app.resize(110, 30);
    expect(app.screen()).toMatch(/Request .*│ +▾ Response/);
    expect(title()).toMatch(/ req\.n$/);
  });

  test('folds and unfolds by arrows and Enter, each to where it was', async () => {
    const { app, title, selected, message } = await call();
    await app.press('j', 'j', 'j', 'j', 'left');
    expect(title()).toMatch(/ req\.recipient\.interests$/);
    await app.press('left');
    expect(selected()).toMatch(/^▸ interests \[2\]/);
    await app.press('left', 'left');
    expect(selected()).toMatch(/^▸ recipient {2}2 keys/);
    expect(app.screen()).not.toContain('jazz');
    await app.press('right', 'right');
    expect(selected()).toMatch(/^age {2}-6/);
    await app.press('enter');
    expect(message()).toContain('There is nothing to unfold here.');
    await app.press('j', 'enter');
    expect(app.screen()).toContain('jazz');
    await app.press('*', '*');
    expect(app.screen()).not.toContain('age  ');
  });

  test('is searched in keys and values; folds that hide a match are opened, and n and N go on', async () => {
    const { app, title, selected, settle } = await call();
    await app.press('j', 'enter');
    expect(app.screen()).not.toContain('jazz');
    await app.type('/JAZZ');
    await settle();
    expect(selected()).toMatch(/^0 {2}"jazz"/);
    expect(app.lines()[3]).toMatch(/JAZZ.* 1 of 1$/);
    await app.press('enter');
    await app.type('/');
    for (let count = 0; count < 4; count += 1) await app.press('backspace');
    await app.type('age\r');
    await settle();
    expect(app.lines()[3]).toMatch(/ \/ age {3}\d of 2$/);
    await app.press('s', 'g', 'n');
    expect(title()).toMatch(/ req\.recipient\.age$/);
    await app.press('n');
    expect(title()).toMatch(/ res\.error\.path$/);
    await app.press('n');
    expect(title()).toMatch(/ req\.recipient\.age$/);
    await app.press('N');
    expect(title()).toMatch(/ res\.error\.path$/);
    await app.press('escape');
    expect(app.lines()[3]).toBe('');
    expect(title()).toMatch(/ res\.error\.path$/);
    await app.press('escape');
    expect(app.screen()).toContain('Errors   1 in the last 24 h');
  });

  test('finds text as it reads where it is stored with escapes, and places in what is no JSON', async () => {
    const broken = `{"a":"caf\\u00e9"} plain\n${'x\n'.repeat(80)}café`;
    const { app, settle, message } = await call({ requestPayload: broken, responsePayload: null });
    await app.type('/café\r');
    await settle();
    expect(app.lines()[3]).toMatch(/ 1 of 2$/);
    expect(app.screen()).toMatch(/❯ +a {2}"caf\\u00e9"/);
    await app.press('n');
    expect(app.screen()).toMatch(/❯ +café/);
    await app.press('escape');
    await app.type('/nowhere\r');
    await settle();
    expect(app.lines()[3]).toContain('no match');
    await app.press('n');
    expect(message()).toContain('No match.');
  });

  test('hides secrets and e-mails until r, also from the search', async () => {
    const { app, settle } = await call();
    expect(app.screen()).toMatch(/api_key {2}•••/);
    expect(app.screen()).toMatch(/to {2}•••/);
    await app.type('/12345\r');
    await settle();
    expect(app.lines()[3]).toMatch(/ 1 of 1$/);
    await app.press('r');
    await settle();
    expect(app.screen()).toContain('api_key  "sk-12345"');
    expect(app.screen()).toContain('bob@example.org');
    expect(app.lines()[3]).toMatch(/ of 2$/);
    await app.press('r');
    expect(app.screen()).not.toContain('sk-');
  });

  test.each([
    ['{"note":"ask bob@example.org today"}', 'bob@', 'today'],
    ['{"bob@example.org":1,"today":2}', 'example', 'today'],
    ['plain text: password=hunter2, today', 'hunter', 'today'],
  ])('does not find what is hidden in %s', async (requestPayload, hidden, shown) => {
    const { app, settle } = await call({ requestPayload, responsePayload: null });
    await app.type(`/${hidden}\r`);
    await settle();
    expect(app.lines()[3]).toContain('no match');
    await app.press('r');
    await settle();
    expect(app.lines()[3]).toMatch(/ (?:1 match|1 of 1)$/);
    await app.press('r', 'escape');
    await app.type(`/${shown}\r`);
    await settle();
    expect(app.lines()[3]).toContain('1 of 1');
  });

  test('copies what is shown: a value without its quotes, what is hidden as dots, and says so', async () => {
    const { app, copied, message } = await call({
      requestPayload: '{"a":"two\\nlines \\"x\\"","token":"t0p","n":1e400,"o":{"b":[1, 2],"key":"k"}}',
    });
    await app.press('j', 'y');
    expect(copied.at(-1)).toBe('two\nlines "x"');
    await app.press('j', 'y');
    expect(message()).toContain('This value is hidden: r shows it, then y copies it.');
    await app.press('j', 'y');
    expect(copied.at(-1)).toBe('1e400');
    await app.press('j', 'y');
    expect(copied.at(-1)).toBe('{"b":[1, 2],"key":"•••"}');
    expect(message()).toContain('1 hidden as •••: r shows, then copy again.');
    await app.press('r', 'y');
    expect(copied.at(-1)).toBe('{"b":[1, 2],"key":"k"}');
    expect(copied).toHaveLength(4);
  });

  test('copies path, JSON, request, response and a curl command by a menu', async () => {
    const { app, copied, message } = await call({ requestPayload: `{"a":"it's","api_key":"sk"}` });
    await app.press('j', 'Y', 'enter');
    expect(copied.at(-1)).toBe('req.a');
    await app.press('Y', 'j', 'enter');
    expect(copied.at(-1)).toBe(`"it's"`);
    await app.press('Y', 'j', 'j', 'enter');
    expect(copied.at(-1)).toBe(`{"a":"it's","api_key":"•••"}`);
    await app.press('Y', 'j', 'j', 'j', 'enter');
    expect(copied.at(-1)).toBe(RESPONSE);
    await app.press('r', 'Y', 'j', 'j', 'j', 'j', 'enter');
    expect(copied.at(-1)).toBe(
      `curl -X POST "$PRESENTS_URL/api/predict" -H "X-API-Key: $API_KEY" -H 'Content-Type: application/json' ` +
        `--data-raw '{"a":"it'\\''s","api_key":"sk"}'`,
    );
    expect(message()).toContain('Sent the curl command to the terminal');
  });

  test('says why there is nothing to copy, and where it was cleaned up', async () => {
    const { app, message, path, advance } = await call({ requestPayload: null, responsePayload: null });
    expect(app.screen()).toContain('Request  none');
    await app.press('y');
    expect(message()).toContain('This call was logged without a request payload.');
    await app.press('s', 'y');
    expect(message()).toContain('This call was logged without a response payload.');
    runSql(path, 'DELETE FROM user_api_call_log');
    await advance(2000);
    expect(app.screen()).toContain('is no longer in the log: it was cleaned up. Esc goes back.');
    await app.press('d');
    expect(message()).toContain('The call is no longer in the log.');
    await app.press('escape');
    expect(app.screen()).toContain('No call failed in the last 24 h.');
  });

  test('copies what is broken or cut off as it is stored, but for what is hidden', async () => {
    const broken = ' {"a":1, "token":"t0p"}  and password=x, bob@x.org';
    const { app, copied } = await call({ requestPayload: broken, responsePayload: '{"a":[1,{"key":"k' });
    await app.press('y', 's', 'y', 'r', 'y', 's', 'y');
    expect(copied).toEqual([
      ' {"a":1, "token":"•••"}  and password=•••, •••',
      '{"a":[1,{"key":"•••"',
      '{"a":[1,{"key":"k',
      broken,
    ]);
  });

  test('says a long message in several lines, and leaves most of the screen to the payloads', async () => {
    const errorMessage = `Validation failed: ${'every word of it '.repeat(60)}`;
    const { app } = await call({ errorMessage }, { rows: 24, columns: 80 });
    expect(app.lines()[5]).toMatch(/^ message Validation failed: every word/);
    expect(app.lines()[6]).toMatch(/^ {9}(?:every|word|of|it) /);
    expect(app.screen()).toMatch(/…\n\n ❯ ▾ Request/);
    await app.resize(60, 10);
    expect(app.screen()).toContain('▾ Request');
  });

  test('opens its user by o', async () => {
    const { app } = await call();
    await app.press('o');
    expect(app.lines()[2]).toContain(' acme-shop   ● active');
  });
});

describe('The difference of a call', () => {
  const good = (overrides: Partial<CallValues> = {}) =>
    aCall({
      dateTime: '2026-11-20 11:50:00',
      requestPayload: REQUEST.replace('-6', '34')
        .replace(',"hiking"', '')
        .replace('"n":1.0', '"n":1.0,"budget":{"max":5}'),
      responsePayload: '{"id":12345678901234567890}',
      ...overrides,
    });

  test('to the nearest successful one of its user and route is told by path', async () => {
    const { app, settle, title } = await call({}, { before: [good()] });
    await app.press('d');
    await settle();
    expect(app.lines()[3]).toBe(' 4 different   → #1  200  same user and route, 9 min earlier');
    const lines = app.lines().map((line) => line.replace(/^ [ ❯] /, ''));
    expect(lines.slice(7, 11)).toEqual([
      '~ req.recipient.age  -6 → 34',
      '- req.recipient.interests[1]  "hiking"',
      '+ req.budget  1 key',
      '- res.error  1 key',
    ]);
    await app.press('j');
    expect(title()).toContain(' req.recipient.interests[1]');
    await app.press('enter');
    expect(app.screen()).toMatch(/❯ +1 {2}"hiking"/);
    await app.press('d', 'escape');
    expect(app.screen()).toContain('▾ Request');
  });

  test('is to one of another user where its own has none, and says so', async () => {
    const { app, settle } = await call({}, { before: [good({ userId: 2 })] });
    await app.press('d');
    await settle();
    expect(app.lines()[3]).toContain('→ #1  200  same route, by other, 9 min earlier: this user has none near');
  });

  test('is none where there is no successful call, or the payloads are the same', async () => {
    const none = await call();
    await none.app.press('d');
    expect(none.app.screen()).toContain('There is no successful call of this route near this one.');
    await none.app.press('y');
    const same = await call({}, { before: [aCall({ requestPayload: REQUEST, responsePayload: RESPONSE })] });
    await same.app.press('d');
    await same.settle();
    expect(same.app.screen()).toContain('The payloads are the same.');
  });

  test('tells of a long text that differs only at its end', async () => {
    const text = 'plain text, '.repeat(120_000);
    const before = [good({ requestPayload: `${text}a`, responsePayload: null })];
    const { app, settle } = await call({ requestPayload: `${text}b`, responsePayload: null }, { before });
    await app.press('d');
    await settle(3000);
    expect(app.screen()).toContain('~ req  text of 1.4 MB → text of 1.4 MB');
  });

  test('hides secrets as the trees do, and tells of payloads that are no JSON', async () => {
    const before = [good({ requestPayload: REQUEST.replace('sk-12345', 'sk-67890'), responsePayload: 'plain' })];
    const { app, settle } = await call({}, { before });
    await app.press('d');
    await settle();
    expect(app.screen()).toContain('~ req.api_key  ••• → •••');
    expect(app.screen()).toMatch(/~ res {2}JSON of \d+ B → text of 5 B/);
    await app.press('r');
    expect(app.screen()).toContain('~ req.api_key  "sk-12345" → "sk-67890"');
  });
});

test('A call at rest asks nothing and draws nothing, compared or not', async () => {
  const { app, settle, watch } = await call({}, { before: [aCall({ requestPayload: '{"a":1}' })] });
  for (const key of ['j', 'd']) {
    await app.press(key);
    await settle(2000);
    watch.forget();
    const { frames } = app;
    await settle(5000);
    expect(watch.questions).toEqual([]);
    expect(app.frames).toBe(frames);
  }
});

describe('A call with a huge payload', () => {
  test('is shown at once, is read on beside the keys, and is searched to its end', async () => {
    const records = Array.from({ length: 60_000 }, (_, id) => `{"id":${id},"name":"gift ${id}"}`);
    const payload = `[${records.join()}]`;
    expect(payload.length).toBeGreaterThan(1_000_000);
    const { app, title, settle, watch } = await call({
      requestPayload: payload,
      responsePayload: 'x'.repeat(3_000_000),
    });
    expect(app.screen()).toMatch(/▾ Request {2}\[[\d,]+\] {2}2 MB/);
    expect(app.screen()).toContain('reading …');
    await app.press('j', 'right', 'j');
    expect(app.screen()).toMatch(/❯ +id {2}0/);
    await settle(2000);
    expect(watch.questions.filter((name) => name === 'apiLogs.findStored').length).toBeGreaterThan(1);
    expect(app.screen()).toContain('▾ Request  [60,000]');
    expect(app.screen()).not.toContain('reading');
    await app.press('G');
    expect(title()).toMatch(/ req\[59999\]$/);
    await app.type('/gift 54321\r');
    await settle(3000);
    expect(title()).toMatch(/ req\[54321\]\.name$/);
  });

  test('is read to its end although a part of it could not be read at first', async () => {
    const requestPayload = `[${'"a part of it",'.repeat(100_000)}"last"]`;
    const { app, path, watch, settle, title } = await call({ requestPayload, responsePayload: null });
    await app.press('escape');
    await settle();
    const release = watch.holdBack('apiLogs.findStored');
    await app.press('enter');
    watch.failWith(new Error('locked'));
    release();
    await settle(1000);
    expect(app.screen()).toContain('reading …');
    watch.failWith(null);
    runSql(path, "UPDATE user_api_call_log SET error_message = 'changed'");
    await settle(5000);
    await app.press('G');
    expect(title()).toMatch(/ req\[100000\]$/);
  });

  test('of 10,000 levels is walked to its innermost value', async () => {
    const levels = 10_000;
    const { app, title, settle } = await call({ requestPayload: `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}` });
    await app.press('*');
    await settle(500);
    await app.press('G');
    expect(app.screen()).toMatch(/10,000 +a {2}1/);
    expect(title()).toMatch(/…a\.a\.a\.a/);
    await app.press('left', 'left');
    expect(app.screen()).toMatch(/❯ +9,999 ▸ a {2}1 key/);
  });
});
