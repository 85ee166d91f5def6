import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';
import { Hints } from '../../../src/integration/blanking/hints.ts';
import { SecretValues } from '../../../src/integration/blanking/secret-values.ts';
import { BodyTap } from '../../../src/integration/logging/body-tap.ts';
import { bodyPayload } from '../../../src/integration/logging/payloads.ts';
import { isCountName, isSecretName } from '../../../src/text/secret-names.ts';
import { randomOf } from '../../helpers/random.ts';
import { ask, makeApi, serve } from '../servers.ts';

const SECRET = 'hunter2-x9';
const blanking = new Blanking();
const seed = Number(process.env.SEED ?? 17);

describe('A name', () => {
  test('is that of a secret by its words, in any spelling', () => {
    const names =
      'password newPassword user_password passwd pwd passphrase pass client_secret clientSecret id_token accessToken ' +
      'x-api-key APIKey apikey access_key privateKey Authorization Proxy-Authorization auth credentials aws.credentials ' +
      'Set-Cookie cookie sessionId session_id JSESSIONID otp pin pin_code cvv cvc2 cardNumber card_number iban ssn jwt ' +
      'accesstoken clientsecret x-csrf-token password2 user[password]';
    expect(names.split(' ').filter((name) => !isSecretName(name))).toEqual([]);
    const hints = new Hints([]);
    expect(names.split(' ').filter((name) => hints.in(name).length === 0)).toEqual([]);
  });

  test('is none that only looks like one', () => {
    const names =
      'author passenger keyboard monkey primary_key pinned shipping secretary tokenizer key token_type password_changed_at ' +
      'session_count compass spinner cartoon description name cookieConsentUrl authority opinion';
    expect(names.split(' ').filter(isSecretName)).toEqual([]);
    expect(['max_tokens', 'tokens_used', 'promptTokens'].filter((name) => !isCountName(name))).toEqual([]);
  });
});

describe('A secret is blanked', () => {
  test.each([
    ['beside its name in a list of pairs', `[{"name":"password","value":"${SECRET}"}]`],
    ['before its name', `[{"value":"${SECRET}","key":"x-api-key"}]`],
    ['in pairs of headers', `[["Authorization","${SECRET}"]]`],
    ['in pairs that are cut off', `[{"name":"password","value":"${SECRET}`],
    ['in JSON that is broken', `{"password": ${SECRET}, "a": 1`],
    ['behind a quote too many', `say " {"password":"${SECRET}"}`],
    ['in what Python prints', `{'password': '${SECRET}', 'age': 3}`],
    ['in the query of a URL', `{"referer":"https://x.example/?token=${SECRET}&a=1"}`],
    ['in the user of a URL', `connect to postgres://bob:${SECRET}@host/db failed`],
    ['in header lines', `Host: x\r\nAuthorization: Bearer ${SECRET}\r\nSet-Cookie: a=${SECRET}; b=${SECRET}`],
    ['after Bearer', `{"message":"Bearer ${SECRET} has expired"}`],
    ['in a form', `a=1&user%5Bpassword%5D=${SECRET}`],
    ['in XML', `<user><password>${SECRET}</password></user>`],
    ['in a part of a form', `--x\r\nContent-Disposition: form-data; name="pwd"\r\n\r\n${SECRET}\r\n--x--`],
    ['in what a parser quotes', `Unexpected token 'h', ..."assword":"${SECRET}"... is not valid JSON`],
  ])('%s', (_, text) => {
    expect(blanking.apply(text)).not.toContain('hunter2');
    expect(blanking.apply(text)).toContain('[blanked]');
  });

  test('that is a token by its look', () => {
    const token = `eyJ${'a'.repeat(30)}.${'b'.repeat(30)}.${'c'.repeat(30)}`;
    expect(blanking.apply(`{"note":"see ${token}"}`)).toBe('{"note":"see [blanked]"}');
  });

  test('and what counts, and every number, stays to the letter', () => {
    const text = '{"max_tokens":100, "tokens_used": 5.10,"author":"Bob","id":1152921504606846977,"primary_key":"a"}';
    expect(blanking.apply(text)).toBe(text);
  });

  test('wherever the call repeats it', () => {
    const secrets = new SecretValues();
    blanking.apply(`{"password":"${SECRET}"}`, secrets);
    expect(blanking.apply(`{"error":"${SECRET} is weak","at":"/reset/${SECRET}"}`, secrets)).not.toContain('hunter2');
    expect(blanking.apply(`Wrong: ${SECRET}`, secrets)).toBe('Wrong: [blanked]');
  });

  test.each([
    ['hunter2', 'xxhunter2xx', 'xx[blanked]xx'],
    ['hun/ter"é2', '{"a":"hun\\/ter\\"é2"}', '{"a":"[blanked]"}'],
    ['hun ter&é2', 'a=hun+ter%26%C3%A92', 'a=[blanked]'],
    ['hun<ter2', '<p>hun&lt;ter2</p>', '<p>[blanked]</p>'],
    ['hunter2-x9', `Basic ${btoa('bob:hunter2-x9')}`, 'Basic [blanked]'],
    ['anna', 'annas anna', 'annas [blanked]'],
  ])('in whatever spelling the call repeats it: %s', (secret, text, blanked) => {
    const secrets = new SecretValues();
    secrets.add(secret);
    expect(secrets.blankIn(text)).toBe(blanked);
  });

  test.each([
    ['encoded as in a URL', 'password=hun%20ter%2Fx9', 'hun ter/x9'],
    ['encoded as in a form', '{"password":"hun+ter9"}', 'hun ter9'],
    ['after Basic', `Authorization: Basic ${btoa('bob:hunter2-x9')}`, 'hunter2-x9'],
    ['in base64', `{"password":"${btoa('hunter2-x9')}"}`, 'hunter2-x9'],
    ['in HTML', '<a password="hun&lt;ter&#50;"/>', 'hun<ter2'],
    ['in a cookie', '{"cookie":"theme=dark; sid=hunter2-x9"}', 'hunter2-x9'],
    ['in a cookie that is set', '{"set-cookie":["id=\\"hunter2-x9\\"; Path=/products; HttpOnly"]}', 'hunter2-x9'],
    ['escaped', `{'password': 'hun\\u0074er2'}`, 'hunter2'],
  ])('also where it was found %s and is repeated as it is', (_, found, repeated) => {
    const secrets = new SecretValues();
    blanking.apply(found, secrets);
    expect(blanking.apply(`Wrong: ${repeated}!`, secrets)).toBe('Wrong: [blanked]!');
  });

  test('but not the settings of a cookie', () => {
    const secrets = new SecretValues();
    blanking.apply('{"set-cookie":"theme=dark; Path=/products; Domain=shop.example"}', secrets);
    expect(secrets.blankIn('dark /products of shop.example')).toBe('dark /products of shop.example');
  });

  test.each([
    ['in base64', 'hunter2-x9', `see ${btoa('bob:hunter2-x9 and more')}`, 'see '],
    ['in HTML', 'hun<ter2', 'see hun&lt;ter2', 'see '],
    ['encoded as in a URL', 'hun/ter2', 'see hun%2Fter2', 'see '],
    ['escaped in JSON', 'hun"ter2', 'see hun\\"ter2', 'see '],
  ])('also where only its beginning is at a cut end, %s', (_, secret, text, start) => {
    const secrets = new SecretValues();
    secrets.add(secret);
    for (let length = start.length + 12; length < text.length; length += 1)
      expect(secrets.blankEnd(secrets.blankIn(text.slice(0, length)))).toBe(`${start}[blanked]`);
  });

  test.each([
    ['password=hunter2&note=see+hunt', { password: '[blanked]', note: 'see [blanked]' }],
    ['note=hunter2&password=hunter2&a=1', { note: '[blanked]', password: '[blanked]', a: '1' }],
    ['password=hun%2Fter2&note=hun%2Ft%C3', { password: '[blanked]', note: '[blanked]' }],
    ['password=hunter2&hunte', { password: '[blanked]', '[blanked]': '' }],
  ])('also in the fields of a form that is cut off: %s', (text, start) => {
    const tap = new BodyTap(text.length);
    tap.add(`${text}x`);
    const payload = bodyPayload(tap, { type: 'application/x-www-form-urlencoded', isWhole: true }, blanking);
    expect(payload?.toJSON()).toEqual({ start, bytes: text.length + 1 });
  });

  test('also where only its beginning is at the end of an answer that was cut', () => {
    const secrets = new SecretValues();
    secrets.add('hunter2');
    for (const [limit, start] of [
      [12, 'xxxxxx[blanked]'],
      [9, 'xxxxxxhun'],
    ] as const) {
      const tap = new BodyTap(limit);
      tap.add(`xxxxxxhunter2 and more`);
      const payload = bodyPayload(tap, { type: 'text/plain', isWhole: true }, blanking, secrets);
      expect(payload?.toJSON()).toEqual({ start, bytes: 22 });
    }
  });

  test('in random documents, nested, encoded and cut anywhere', () => {
    const random = randomOf(seed);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const plant = (): unknown =>
      pick<() => unknown>([
        () => ({ [pick(['new_password', 'clientSecret', 'X-Api-Key', 'session_id'])]: SECRET }),
        () => ({ name: 'password', note: '}{][', value: SECRET }),
        () => ({ value: SECRET, header: 'Set-Cookie' }),
        () => [pick(['authorization', 'x-api-key']), SECRET],
        () => `https://u:${SECRET}@h/`,
        () => `/x?a=1&access_token=${SECRET}`,
      ])();
    const wrap = (value: unknown, depth: number): unknown => {
      if (depth === 0) return value;
      const inner = wrap(value, depth - 1);
      const others = { 'a"b': 'don’t, {"', n: 1.1, t: '\\u0000 “x”' };
      return pick<() => unknown>([() => ({ ...others, inner }), () => [1, inner, '}'], () => JSON.stringify(inner)])();
    };
    for (let round = 0; round < 1_000; round += 1) {
      const text = JSON.stringify(wrap(plant(), Math.floor(random() * 5)));
      const blanked = blanking.apply(text);
      expect(blanked, `SEED=${seed} ${text}`).not.toContain('hunter2');
      expect(() => JSON.parse(blanked), text).not.toThrow();
    }
  });
});

test('A password that curl sends as JSON with the type of a form is in no part of what is logged', async () => {
  const api = await makeApi();
  const url = await serve((request, response) =>
    api.logger(request, response, async () => {
      let body = '';
      for await (const chunk of request) body += chunk;
      api.logger.describe(request, { error: new Error(`Cannot read ${body}`), route: `/login?token=${SECRET}` });
      response.writeHead(400, { 'content-type': 'application/json' }).end(`{"error":"${SECRET} is no good"}`);
    }),
  );
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await ask(url, { method: 'POST', headers, body: `{"user":"bob","password":"${SECRET}"}` });
  const [call] = await api.calls();
  expect(JSON.stringify(call)).not.toContain('hunter2');
  expect(call?.requestPayload).toEqual({ user: 'bob', password: '[blanked]' });
});

test.each([false, true])(
  'A secret in a query is blanked where the call repeats it, also if that is not logged: %s',
  async (query) => {
    const api = await makeApi({ query, blank: ['user.email'] });
    const url = await serve((request, response) =>
      api.logger(request, response, async () => {
        for await (const _ of request);
        api.logger.describe(request, { error: new Error(`${SECRET} or an?n@b is no good`) });
        response.writeHead(400, { 'content-type': 'application/json' }).end(`{"error":"${SECRET} of an?n@b"}`);
      }),
    );
    const body = JSON.stringify({ note: `${'x'.repeat(5_000)}`, a: SECRET });
    const place = `/?a=1&access_token=${SECRET}&user%5Bemail%5D=an%3Fn%40b#token=x`;
    await ask(`${url}${place}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"a":"${SECRET}",${body.slice(1)}`,
    });
    const [call] = await api.calls();
    expect(call).toMatchObject({
      responsePayload: { error: '[blanked] of [blanked]' },
      errorMessage: '[blanked] or [blanked] is no good',
      requestPayload: { start: expect.stringContaining('{"a":"[blanked]"') },
    });
    expect(JSON.stringify(call)).not.toMatch(/hunter2|an\?n/);
  },
);

test('A secret that a request names behind its limit is blanked where the answer repeats it', async () => {
  const api = await makeApi();
  const url = await serve((request, response) =>
    api.logger(request, response, async () => {
      for await (const _ of request);
      response.writeHead(400, { 'content-type': 'application/json' }).end(`{"error":"${SECRET} is no good"}`);
    }),
  );
  const headers = { 'content-type': 'application/json' };
  for (const length of [4_080, 5_000, 200_000]) {
    await ask(url, { method: 'POST', headers, body: `{"note":"${'x'.repeat(length)}","password":"${SECRET}"}` });
  }
  const calls = await api.calls();
  expect(calls).toHaveLength(3);
  for (const call of calls) expect(call.responsePayload).toEqual({ error: '[blanked] is no good' });
  expect(JSON.stringify(calls)).not.toContain('hunter2');
});
