import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Blanking } from '../../../src/integration/blanking/blanking.ts';
import { SecretValues } from '../../../src/integration/blanking/secret-values.ts';
import { BodyTap } from '../../../src/integration/logging/body-tap.ts';
import { httpLogger } from '../../../src/integration/logging/http-logger.ts';
import { bodyPayload, valuePayload } from '../../../src/integration/logging/payloads.ts';
import { withRecord } from '../../../src/integration/logging/request-record.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import { ask, makeApi, serve } from '../servers.ts';

type Entries = readonly (string | RegExp)[];
const blanked = (text: string, ...blank: Entries) => new Blanking({ blank }).apply(text);
const cut = (text: string, ...blank: Entries) => new Blanking({ blank }).apply(text, undefined, { isCut: true });

describe('A name of the options', () => {
  test('is blanked in any spelling and any letters, also where it is escaped', () => {
    const text = '{"gr\\u00f6\\u00dfe":5,"Größe":6,"user_2":7,"ip":"1.2.3.4","I-P":8,"_":9,"size":10}';
    expect(blanked(text, 'größe', 'user-2', 'ip', '_')).toBe(
      '{"gr\\u00f6\\u00dfe":"[blanked]","Größe":"[blanked]","user_2":"[blanked]","ip":"[blanked]","I-P":"[blanked]","_":"[blanked]","size":10}',
    );
    expect(blanked('x=1, größe=42, y=2', 'größe')).toBe('x=1, größe=[blanked], y=2');
    expect(blanked('{"İsim":1,"isim":2,"ISIM":3}', 'İsim')).toBe('{"İsim":"[blanked]","isim":2,"ISIM":3}');
    expect(blanked('"a.b"=5 {"a.b":1,"a":{"b":2}}', '"a.b"')).toBe('"a.b"=[blanked] {"a.b":"[blanked]","a":{"b":2}}');
  });

  test('is blanked whatever it holds, also where that would be harmless of a usual one', () => {
    expect(blanked('{"tokens":512,"session":{"a":1},"auth":true}', 'tokens', 'session', 'auth')).toBe(
      '{"tokens":"[blanked]","session":"[blanked]","auth":"[blanked]"}',
    );
    expect(blanked('tokens=512', 'tokens')).toBe('tokens=[blanked]');
  });
});

describe('A path', () => {
  test.each([
    ['recipient.address', '{"recipient":{"address":"x","age":7},"address":"y"}', '"x"'],
    ['recipient.postal-code', '{"recipient":{"postalCode":["x",{"a":1}]},"postalCode":1}', '["x",{"a":1}]'],
    ['items.*.price', '{"items":[{"price":19.90,"n":1}],"price":1.50}', '19.90'],
    ['items[].price', '{"items":[{"price":19.90}],"price":1.50}', '19.90'],
    ['items[1].price', '{"items":[{"price":1.50},{"price":19.90}]}', '19.90'],
    ['items[].price', '{"items":{"x":{"price":1.50}},"a":[{"price":2}]}'],
    ['items.*', '{"items":{"a":true},"b":true}', 'true'],
    ['*.address', '{"a":{"address":null},"address":1,"b":{"c":{"address":2}}}', 'null'],
    ['[].id', '[{"id":"x","a":1}]', '"x"'],
    ['"a.b".c', '{"a.b":{"c":"x"},"c":1}', '"x"'],
    ['["a.b"][*]', '{"a.b":["x"],"c":1}', '"x"'],
    ['req.recipient.age', '{"recipient":{"age":7}}', '7'],
    ['$.recipient.age', '{"recipient":{"age":7}}', '7'],
    ['user[email]', '{"user":{"email":"x"}}', '"x"'],
    ['recipient.address', '{"recipient.address":"x","address":1}', '"x"'],
    ['a.b', '{"\\u0061":{"\\u0062":"x"}}', '"x"'],
  ])('%s leads to one value and no other: %s', (path, text, value = '') => {
    expect(blanked(text, path)).toBe(value === '' ? text : text.replace(value, '"[blanked]"'));
  });

  test.each([
    ['in a text around', 'Bad body: {"recipient":{"address":"hunter2"}} at 7'],
    ['in what Node prints', "Bad: { recipient: { address: 'hunter2', age: 7 } }"],
    ['in a string', '{"body":"{\\"recipient\\":{\\"address\\":\\"hunter2\\"}}"}'],
    ['in a form', 'a=1&recipient%5Baddress%5D=hunter2&b=2'],
    ['in events', 'data: {"recipient":{"address":"hunter2"}}\n\ndata: {"a":1}'],
    ['in lines of JSON', '{"a":1}\n{"recipient":{"address":"hunter2"}}'],
    ['in a table', 'id,recipient.address\n1,hunter2'],
    ['beside its steps', '{"detail":[{"loc":["body","recipient","address"],"input":"hunter2"}]}'],
    ['beside its pointer', '{"errors":[{"instancePath":"/recipient/address","data":"hunter2"}]}'],
    ['behind its name', '{"errors":{"recipient.address":["hunter2 is no address"]}}'],
    ['in a part of a form', 'Content-Disposition: form-data; name="recipient[address]"\r\n\r\nhunter2\r\n--x'],
  ])('leads to a secret also %s', (_, text) => {
    expect(blanked(text, 'recipient.address')).not.toContain('hunter2');
    expect(blanked(text, 'recipient.address')).toContain('[blanked]');
  });

  test.each([
    ['without a bracket', '{"items":[1,2,"recipient":{"address":"hunter2"}}'],
    ['without a quote', '{"recipient: {"address": "hunter2"}}'],
    ['without the first bracket', '"recipient": {"address": "hunter2"}}'],
    ['without quotes', '{recipient: {address: hunter2}}'],
    ['with a comma too many', '{"recipient":{"address":"hunter2",},}'],
    ['with a quote that is not escaped', '{"a":"say "you"","recipient":{"address":"hunter2"}}'],
    ['that never ends', '{"recipient":{"address":"hunter2"'],
  ])('leads to a secret also in broken JSON, %s', (_, text) => {
    expect(blanked(text, 'recipient.address')).not.toContain('hunter2');
  });

  test.each([
    ['/items/{id}/[slug]/:a{[0-9]+}{/:b}'],
    ['Hello {name}, your [order] is "late"'],
    ['{{name}} and {0}'],
    ['function (a) { return [a, b]; }'],
  ])('leads to no word of a text: %s', (text) => {
    expect(blanked(text, '*', '*.*', '[]', '[].*', '*[]')).toBe(text);
    expect(new Blanking({ blankValue: (path) => path.length > 0 }).apply(text)).toBe(text);
  });

  test('leads to a value however little of it there is where a payload was cut', () => {
    const text = '{"a":1.50,"recipient":{"age":7,"address":{"street":"12 Main Street"}},"b":2}';
    const start = text.indexOf('{"street');
    for (let end = start + 1; end < text.indexOf('},"b"'); end += 1)
      expect(cut(text.slice(0, end), 'recipient.address')).toBe(`${text.slice(0, start)}"[blanked]"`);
  });

  test.each(['1', '10.', '-', '1e', 'tru', '"', '"a\\u00'])(
    'leads to an element of which a cut has left %s',
    (part) => {
      expect(cut(`{"a":[${part}`, 'a[]')).toBe('{"a":["[blanked]"');
      expect(cut(`[${part}`, '[0]')).toBe('["[blanked]"');
    },
  );

  test('has its secret blanked wherever else the call has it', () => {
    const secrets = new SecretValues();
    const blanking = new Blanking({ blank: ['recipient.address'] });
    expect(blanking.apply('{"note":"to 12 Main St","recipient":{"address":"12 Main St"}}', secrets)).toBe(
      '{"note":"to [blanked]","recipient":{"address":"[blanked]"}}',
    );
    expect(blanking.apply('Unknown: 12%20Main%20St', secrets)).toBe('Unknown: [blanked]');
  });

  test('leads to secrets also in a part of a payload that is not logged', () => {
    const text = '[{"note":"x","recipient":{"a":7,"address":"12 Main St"}}]';
    for (let start = 0; start < text.indexOf('address'); start += 1) {
      const secrets = new SecretValues();
      new Blanking({ blank: ['[].recipient.address'] }).find(text.slice(start), secrets);
      expect(secrets.blankIn('at 12 Main St'), text.slice(start)).toBe('at [blanked]');
    }
  });

  test('leads to nothing else in what is looked through beyond the part that is logged', () => {
    const secrets = new SecretValues();
    new Blanking({ blank: ['recipient.*'] }).find('{"note":"Happy birthday","recipient":{"name":"Annie"}}', secrets);
    expect(secrets.blankIn('Happy birthday, Annie')).toBe('Happy birthday, [blanked]');
  });

  test('leads to fields of forms, queries and records', () => {
    const blanking = new Blanking({ blank: ['user.email', 'tags[1]', '_request.tenant.name', '_request.query.q'] });
    const tap = new BodyTap(1_000);
    tap.add('user[email]=a&user.email=b&user[email][x]=c&tags[]=d&tags[]=e&email=f&data={"user":{"email":"g"}}');
    const kind = { type: 'application/x-www-form-urlencoded', isWhole: true };
    expect(bodyPayload(tap, kind, blanking)?.toJSON()).toEqual({
      'user[email]': '[blanked]',
      'user.email': '[blanked]',
      'user[email][x]': '[blanked]',
      'tags[]': ['d', '[blanked]'],
      email: 'f',
      data: '{"user":{"email":"[blanked]"}}',
    });
    const record = { query: 'user[email]=a&q=b&x=c', fields: { tenant: { name: 'd', id: 5 }, user: { email: 'e' } } };
    expect(withRecord(undefined, record, blanking).toJSON()).toEqual({
      _request: {
        query: { 'user[email]': '[blanked]', q: '[blanked]', x: 'c' },
        tenant: { name: '[blanked]', id: 5 },
        user: { email: '[blanked]' },
      },
    });
  });
});

describe('A pattern', () => {
  test('is blanked in strings, names and numbers of JSON, the rest of which stays to the letter', () => {
    const text =
      '{"n":"caf\\u00e9 \\/ 1234-5678 \\u00e9","\\u00e9 1234-5678":1.50,"k":4111111111111111,"e":4.111111111111111e15,"b":true}';
    expect(blanked(text, /\d{4}-\d{4}/, /^\d{16}$/)).toBe(
      '{"n":"caf\\u00e9 \\/ [blanked] \\u00e9","\\u00e9 [blanked]":1.50,"k":"[blanked]","e":"[blanked]","b":true}',
    );
  });

  test('is blanked all over a text, whatever its flags and wherever it was used before', () => {
    for (const flags of ['', 'g', 'y', 'gy', 'gi', 'iv', 'u', 'dgs']) {
      const pattern = new RegExp('[a-z]{2}\\d', flags);
      pattern.lastIndex = 5;
      expect(blanked('x ab1, cd2', pattern)).toBe('x [blanked], [blanked]');
      expect(pattern.lastIndex).toBe(5);
    }
    expect(blanked('at 12 Main', runInNewContext('/\\d+/'))).toBe('at [blanked] Main');
  });

  test('matches nothing where its match is empty, and no placeholder', () => {
    expect(blanked('{"a":"xyx"}', /y*/, /(?=x)/, /$/)).toBe('{"a":"x[blanked]x"}');
    expect(blanked('{"password":"hunter2"}', /blanked/, /\[.*\]/, /[a-z]+/g)).toBe('{"[blanked]":"[blanked]"}');
    expect(blanked('password: hunter2 at noon', /b.*n/)).toBe('password: [blanked]');
  });

  test('leaves the names by which other secrets are found', () => {
    expect(blanked('{"password":"hunter2"}', /password/)).toBe('{"[blanked]":"[blanked]"}');
    expect(blanked('password=hunter2', /pass/)).toBe('[blanked]word=[blanked]');
  });

  test('is blanked in strings within strings, queries, routes and answers, by what stands around it', () => {
    const secrets = new SecretValues();
    const blanking = new Blanking({ blank: [/(?<=ref )\w+/] });
    expect(blanking.apply('{"a":"{\\"b\\":\\"ref hunter2 x\\"}"}', secrets)).toBe(
      '{"a":"{\\"b\\":\\"ref [blanked] x\\"}"}',
    );
    expect(blanking.apply('Unknown: hunter2', secrets)).toBe('Unknown: [blanked]');
    const long = withRecord(undefined, { id: `${'x'.repeat(193)} ref abcdef` }, blanking);
    expect(long.text).not.toContain('ref a');
    const record = withRecord(undefined, { query: 'q=ref+abcdef&ref%20x=1', id: 'ref 99' }, blanking);
    expect(record.toJSON()).toEqual({
      _request: { id: 'ref [blanked]', query: { q: 'ref [blanked]', 'ref [blanked]': '1' } },
    });
  });

  test('is blanked also where only the beginning of a match is left by a cut', () => {
    const whole = '{"a":"x","card":"4111-1111-1111-1111"}';
    for (let end = whole.indexOf('4'); end < whole.length - 1; end += 1)
      expect(cut(whole.slice(0, end), /\d{4}(?:-\d{4}){3}/)).toMatch(/^\{"a":"x","card":"(?:\[blanked\]"?)?$/);
    expect(cut('{"n":4111', /\d{16}/)).toBe('{"n":"[blanked]"');
    expect(cut('see 4111 1', /(?:\d{4} ){3}\d{4}/)).toBe('see [blanked]');
    expect(cut('see you', /\d+/)).toBe('see you');
  });
});

describe('blankValue', () => {
  const asked = (text: string) => {
    const questions: unknown[] = [];
    new Blanking({ blankValue: (path, value) => questions.push([path.join('/'), value]) < 0 }).apply(text);
    return questions;
  };

  test('is asked about each value, with the names that lead to it, also in strings', () => {
    expect(asked('{"a":[1.50,null,true],"s":"{\\"q\\":\\"t\\"}","__proto__":{}}')).toEqual([
      ['', JSON.parse('{"a":[1.5,null,true],"s":"{\\"q\\":\\"t\\"}","__proto__":{}}')],
      ['a', [1.5, null, true]],
      ['a/0', 1.5],
      ['a/1', null],
      ['a/2', true],
      ['s', '{"q":"t"}'],
      ['__proto__', {}],
      ['s', { q: 't' }],
      ['s/q', 't'],
    ]);
    expect(asked('Cannot find "bob" at noon: 5')).toEqual([]);
  });

  test('blanks what it says, and what a cut leaves of a value that it cannot judge', () => {
    const blanking = new Blanking({ blankValue: (_, value) => typeof value === 'string' && value.includes('@') });
    expect(blanking.apply('{"a":["b@c.example","d"],"n":1.50}')).toBe('{"a":["[blanked]","d"],"n":1.50}');
    expect(blanking.apply('{"a":"d","b":"bob', undefined, { isCut: true })).toBe('{"a":"d","b":"[blanked]"');
    expect(blanking.apply('{"a":"d","b":12', undefined, { isCut: true })).toBe('{"a":"d","b":"[blanked]"');
    expect(blanking.apply('{"a":"d","b":"bob"', undefined, { isCut: true })).toBe('{"a":"d","b":"bob"');
  });

  test('is asked about the fields of forms, queries and records, and about values that were parsed unseen', () => {
    const paths: string[] = [];
    const blankValue = (path: readonly string[], value: unknown) => {
      paths.push(path.join('/'));
      return path.at(-1) === 'b' || value === 'y';
    };
    const blanking = new Blanking({ blankValue });
    const record = { id: 'r', query: 'a=x&a=y&c[b]=z', fields: { tenant: { b: 1 } } };
    expect(withRecord(undefined, record, blanking).toJSON()).toEqual({
      _request: { id: 'r', query: { a: ['x', '[blanked]'], 'c[b]': '[blanked]' }, tenant: { b: '[blanked]' } },
    });
    expect(paths).toContain('_request/query/a/1');
    expect(paths).toContain('_request/query/c/b');
    expect(paths).toContain('_request/tenant/b');
    expect(valuePayload({ b: 1, c: [2] }, 1_000, blanking)?.text).toBe('{"b":"[blanked]","c":[2]}');
  });

  test('is not asked about what a cut leaves of the last field of a form', () => {
    const blanking = new Blanking({ blankValue: (_, value) => value === '4711' });
    const tap = new BodyTap(10);
    tap.add('a=1&b=4711&c=2'.slice(0, 12));
    const payload = bodyPayload(tap, { type: 'application/x-www-form-urlencoded', isWhole: true }, blanking);
    expect(payload?.toJSON()).toEqual({ start: { a: '1', b: '[blanked]' }, bytes: 12 });
  });

  test('has the value blanked if it throws, and tells once for all that is looked at together', async () => {
    const errors: unknown[] = [];
    const blankValue = (path: readonly string[]) => {
      if (path.length > 0) throw new TypeError('of mine');
      return false;
    };
    const blanking = new Blanking({ blankValue }, (error) => errors.push(error));
    expect(blanking.apply('{"a":1,"b":[2]}')).toBe('{"a":"[blanked]","b":"[blanked]"}');
    expect(errors).toEqual([new TypeError('of mine')]);
    await Promise.resolve();
    blanking.apply('{"a":1}');
    expect(errors).toHaveLength(2);
  });

  test('that gives promises has all blanked, and is told so', () => {
    const errors: unknown[] = [];
    const blankValue = () => Promise.reject(new Error('unheard')) as unknown as boolean;
    expect(new Blanking({ blankValue }, (error) => errors.push(error)).apply('{"a":1}')).toBe('"[blanked]"');
    expect(errors).toEqual([expect.objectContaining({ code: 'invalid', field: 'blankValue' })]);
  });

  test('is not asked below a hundred values, where all is blanked', () => {
    const deep = `${'['.repeat(60_000)}1.50`;
    const blanking = new Blanking({ blankValue: () => false });
    expect(blanking.apply(deep, undefined, { isCut: true })).toBe(`${'['.repeat(101)}"[blanked]"`);
  });
});

test('A secret that a call repeats is blanked so that JSON stays JSON', () => {
  const secrets = new SecretValues();
  secrets.add('12345678');
  secrets.add('hunter2-x9');
  const text = '{"a":"id: 12345678, ok","b":12345678.5,"c":"x: hunter2-x9, \\"hunter2-x9\\"","d":[12345678]}';
  expect(secrets.blankIn(text)).toBe(
    '{"a":"id: [blanked], ok","b":"[blanked]","c":"x: [blanked], \\"[blanked]\\"","d":["[blanked]"]}',
  );
  expect(secrets.blankIn('No good: hunter2-x9, 12345678, nobody')).toBe('No good: [blanked], [blanked], nobody');
});

test('A secret of a form is blanked also in the fields before the one that tells', () => {
  const tap = new BodyTap(1_000);
  tap.add('note=hunter2-x9&data={"password":"hunter2-x9"}');
  const kind = { type: 'application/x-www-form-urlencoded', isWhole: true };
  expect(JSON.stringify(bodyPayload(tap, kind, new Blanking()))).not.toContain('hunter2');
});

test('An entry that is no name, path or pattern is refused by its place in the list', async () => {
  const { store } = await makeApi();
  for (const entry of ['', 'a..b', '.a', 'a.', 'a[', 'a[0', 'ab*', 'a.**', '"a', 5, null, ['a'], {}]) {
    const options = { signals: [], blank: ['a', /b/, entry] } as never;
    expect(() => httpLogger(store, options), String(entry)).toThrow(
      expect.objectContaining({ field: 'blank[2]', message: expect.stringContaining('blank[2] must be a name') }),
    );
  }
  expect(() => httpLogger(store, { signals: [], blank: 'a' } as never)).toThrow(PresentsError);
  expect(() => httpLogger(store, { signals: [], blankValue: true } as never)).toThrow(
    expect.objectContaining({ field: 'blankValue' }),
  );
});

test('What the options name is in no part of what is logged of a call', async () => {
  const api = await makeApi({
    blank: ['recipient.address', /\b\d{4}-\d{4}\b/],
    blankValue: (path, value) => path.at(-1) === 'nick' && value !== 'Bo',
  });
  const url = await serve((request, response) =>
    api.logger(request, response, async () => {
      let body = '';
      for await (const chunk of request) body += chunk;
      api.logger.describe(request, { error: new Error(`Cannot read ${body}`), route: '/orders/1234-5678' });
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end('{"error":"no 12 Main St","nick":"Annie","recipient":{"address":"another"},"price":1.50}');
    }),
  );
  const body = '{"recipient":{"address":"12 Main St","nick":"Annie"},"order":"1234-5678","price":19.90}';
  await ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const [call] = await api.calls();
  expect(call).toMatchObject({
    apiRoute: '/orders/[blanked]',
    requestPayload: { recipient: { address: '[blanked]', nick: '[blanked]' }, order: '[blanked]', price: 19.9 },
    responsePayload: { error: 'no [blanked]', nick: '[blanked]', recipient: { address: '[blanked]' }, price: 1.5 },
  });
  expect(JSON.stringify(call)).not.toMatch(/Main|1234|Annie|another/);
});
