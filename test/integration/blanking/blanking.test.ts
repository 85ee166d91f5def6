import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';
import { inLongRun } from '../../helpers/long-run.ts';

const blanking = new Blanking({ blank: ['card-number', 'a.b'] });
const apply = (value: unknown) => JSON.parse(blanking.apply(JSON.stringify(value)));

describe('Blanking', () => {
  test('blanks a field wherever it is and whatever it holds', () => {
    const value = {
      password: 'x',
      list: [{ token: 5 }, { Token: 'y' }, 'token'],
      deep: { secret: { a: [1, { b: '}' }] }, next: true },
      cardNumber: ['1', '2'],
      'a.b': 1,
      aXb: 1,
    };
    expect(apply(value)).toEqual({
      password: '[blanked]',
      list: [{ token: '[blanked]' }, { Token: '[blanked]' }, 'token'],
      deep: { secret: '[blanked]', next: true },
      cardNumber: '[blanked]',
      'a.b': '[blanked]',
      aXb: 1,
    });
  });

  test('knows a field in every spelling', () => {
    for (const name of ['api_key', 'apiKey', 'API-KEY', 'ApiKey', 'apikey']) {
      expect(apply({ [name]: 'x' })).toEqual({ [name]: '[blanked]' });
    }
    expect(blanking.apply('{"p\\u0061ssword" : "x"}')).toBe('{"p\\u0061ssword" : "[blanked]"}');
    expect(blanking.apply('{"api\\u002dkey" : "x"}')).toBe('{"api\\u002dkey" : "[blanked]"}');
    expect(blanking.apply('a=1&api%2Dkey=x')).toBe('a=1&api%2Dkey=[blanked]');
  });

  test('blanks also what is in JSON within a string, however deep, and where that is cut off', () => {
    const inner = JSON.stringify({ password: 'hunter2', note: '"é"' });
    const blanked = JSON.stringify({ password: '[blanked]', note: '"é"' });
    expect(apply({ body: inner, list: [JSON.stringify({ body: inner })] })).toEqual({
      body: blanked,
      list: [JSON.stringify({ body: blanked })],
    });
    const text = JSON.stringify({ a: 1, body: inner.replace('é', '\u0001') });
    for (let end = text.indexOf('hunter2'); end <= text.length; end += 1) {
      expect(blanking.apply(text.slice(0, end))).not.toContain(
        'hunter'.slice(0, Math.max(1, end - text.indexOf('hunter2'))),
      );
      expect(blanking.apply(text.slice(0, end))).toContain('[blanked]');
    }
  });

  test('leaves everything else as it is, to the letter', () => {
    const texts = [
      '{ "a": "pass\\"word\\\\" ,\n"b" : [1.5e3, true] }',
      'no JSON: "password',
      '',
      'say "token" twice',
      '{"password',
    ];
    for (const text of texts) expect(blanking.apply(text)).toBe(text);
  });

  test.each([
    ['{"a":1,"password":"sec', '{"a":1,"password":"[blanked]"'],
    ['{"password": {"x": ["s', '{"password": "[blanked]"'],
    ['{"password":"se\\', '{"password":"[blanked]"'],
    ['{"password":', '{"password":'],
    ['data: {"token":"x"}\n\ndata: {"token":"y"}', 'data: {"token":"[blanked]"}\n\ndata: {"token":"[blanked]"}'],
  ])('lets nothing through where the text is cut off or more than JSON: %s', (text, blanked) => {
    expect(blanking.apply(text)).toBe(blanked);
  });

  // What grew with the square of the length would take minutes, and the test its whole time.
  test.each([
    '"\\',
    '{"token":[',
    '"token"',
    '"[token',
    '"[\\"token',
    '[',
    '["token",1],',
    '[["token",',
    '{"name":"token","a":',
    '{"a":["x","token"],"b":',
    'token=',
    "'token':'",
    '<a password="',
  ])('ends also where a long text was made to be slow: %s', (piece) => {
    const text = `${piece.repeat(inLongRun(300_000, 1_000_000) / piece.length)}\\u0070`;
    expect(blanking.apply(text).length).toBeGreaterThan(0);
  });
});

const plain = new Blanking();

describe('A secret in a table is blanked', () => {
  test.each([
    ['{"columns":["user","password"],"rows":[["bob","x"],["eve","y"]]}', '"x"', '"y"'],
    ['{"data":[["bob","x"]],"headers":["user","password"]}', '"x"'],
    ['{"c":["user","password"],"r":["bob","x"]}', '"x"'],
    ['{"fields":["pin","cvv"],"values":[1234,123]}', '1234', '123'],
    ['{"columns":["password"],"rows":[["x"],["y"]]}', '"x"', '"y"'],
    ['[["user","password"],["bob","x"],["eve","y"]]', '"x"', '"y"'],
    ['[["user","password","age"],["bob","x",1],["eve","y"]]', '"x"', '"y"'],
    ['[["password","user"],["x","bob"]]', '"x"'],
    ['["user","password"]\n["bob","x"]', '"x"'],
    ['["users",["user","password"],[["bob","x"],["eve","y"]]]', '"x"', '"y"'],
    ['{"columns":["user","password"],"rows":[["bob","x"],["eve","y', '"x"', '"y'],
    ['{"schema":{"fields":[{"name":"user"},{"name":"password"}]},"rows":[{"f":[{"v":"bob"},{"v":"x"}]}]}', '"x"'],
    ['{"results":[{"columns":["n.user","n.password"],"data":[{"row":["bob","x"],"meta":[null,null]}]}]}', '"x"'],
    ['{"note":"{\\"columns\\":[\\"user\\",\\"password\\"],\\"rows\\":[[\\"bob\\",\\"x\\"]]}"}', '\\"x\\"'],
  ])('%s', (text, ...secrets) => {
    const blanked = plain.apply(text);
    for (const secret of secrets) expect(blanked).not.toContain(secret);
    expect(blanked).toContain('bob'.slice(0, text.includes('bob') ? 3 : 0));
  });
});

describe('A secret beside its name in a list is blanked', () => {
  test.each([
    '["Host","x.example","Cookie","hunter2"]',
    '{"rawHeaders":["Authorization","hunter2"]}',
    '[["cookie","hunter2"]]',
    '["user","bob","password","hunter2"]',
    '["curl","--password","hunter2","--user","bob"]',
    '["password","=","hunter2"]',
    '{"op":"replace","path":"/password","value":"hunter2"}',
    '{"loc":["body","password"],"msg":"too short","input":"hunter2"}',
    '{password: {a: "hunter2"}}',
    '{"password": hunter2 in words, "a": 1}',
  ])('%s', (text) => {
    expect(plain.apply(text)).not.toContain('hunter2');
    expect(plain.apply(text)).toContain('[blanked]');
  });
});

test('A secret in a query within JSON is blanked alone', () => {
  const query = (password: string) => JSON.stringify({ query: `mutation { login(password:"${password}") }` });
  expect(plain.apply(query('hunter2'))).toBe(query('[blanked]'));
});

describe('What is no secret stays to the letter', () => {
  test.each([
    '["cookie","biscuit"]',
    '["authorization","content-type"]',
    '{"required":["user","password"],"optional":["a","b"]}',
    '{"fields":["name","token"],"point":[52,13]}',
    '[["grant_type","code token"],["username","bob"]]',
    '{"tokens":512,"cookies":3,"max_tokens":100}',
    '{"passwordResetAllowed":true,"hasPassword":false,"token":null,"passwordAttempts":3}',
    '{"keyboard":"a","secretary":"b","author":"c","cookieConsent":"all","passwordless":"link"}',
    '{"secretSanta":{"budget":"20 EUR"},"message":"Your password is too short","text":"no"}',
    '{"a":["user","password"],"b":[{"id":1,"x":2},{"id":3}]}',
  ])('%s', (text) => {
    expect(plain.apply(text)).toBe(text);
  });
});
