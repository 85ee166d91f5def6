import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/settings/read-config.ts';
import { settingsTable } from '../../src/settings/table.ts';

const settingOf = (text: string, name: string) => readConfig('/c.json', text).get(name)?.value;

const fault = (text: string): string => {
  try {
    readConfig('/c.json', text);
  } catch (error) {
    if (!(error instanceof Error && 'nextStep' in error && 'exitCode' in error)) throw error;
    expect(error.exitCode).toBe(2);
    return `${error.message} ${error.nextStep}`.trim();
  }
  return 'none';
};

describe('A config file', () => {
  test.each(['', '  \n', '{}', '// nothing yet\n', '/* nothing */ {} // yet'])('says nothing with %j', (text) => {
    expect(readConfig('/c.json', text).size).toBe(0);
  });

  test('may have comments and a comma behind the last entry', () => {
    const text = '{ // one\n  "theme": "dark", /* two */\n  "mouse": false,\n}\n';
    expect([...readConfig('/c.json', text)]).toEqual([
      ['theme', { value: 'dark', line: 2 }],
      ['mouse', { value: false, line: 3 }],
    ]);
  });

  test.each([
    ['"interval": "500ms"', 'interval', 500],
    ['"interval": "1.5s"', 'interval', 1500],
    ['"interval": "2 min"', 'interval', 120_000],
    ['"ascii": "auto"', 'ascii', 'auto'],
    ['"thresholds": { "errorShare": { "raised": "2.5%" } }', 'thresholds.errorShare.raised', 0.025],
    ['"thresholds": { "attention": { "idleDays": 30 } }', 'thresholds.attention.idleDays', 30],
    ['"keys": { "users.add": ["a", "F3"], "help": "Ctrl+K" }', 'keys', { 'users.add': ['a', 'f3'], help: ['ctrl+k'] }],
    ['"keys": { "filtered.narrow": [] }', 'keys', { 'filtered.narrow': [] }],
    [
      '"databases": { "test": "~/gifts.db" }',
      'databases',
      { test: { location: '~/gifts.db', word: null, color: 'yellow', readOnly: false } },
    ],
    [
      '"views": { "one": { "screen": "user", "args": { "username": "acme" }, "hours": 2 } }',
      'views',
      { one: { screen: 'user', args: { username: 'acme', id: null }, hours: 2 } },
    ],
  ])('says with %s what %s is', (entry, name, value) => {
    expect(settingOf(`{ ${entry} }`, name)).toEqual(value);
  });

  test.each([
    ['{ "thme": "dark" }', '/c.json:1:3: There is no setting “thme”. Did you mean “theme”?'],
    ['{\n  "theme": "drak"\n}', '/c.json:2:12: theme cannot be “drak”. Did you mean “dark”?'],
    ['{ "Theme": "dark" }', '/c.json:1:3: There is no setting “Theme”. Did you mean “theme”?'],
    ['{ "raised": 1 }', '/c.json:1:3: There is no setting “raised”. Did you mean thresholds.errorShare.raised?'],
    ['{ "theme": 1 }', '/c.json:1:12: theme cannot be 1. It takes dark, light, neutral, ansi, none, auto.'],
    ['{ "mouse": "yes" }', '/c.json:1:12: mouse cannot be “yes”. It takes true, false.'],
    ['{ "mouse": null }', '/c.json:1:12: mouse cannot be null. It takes true, false.'],
    ['{ "interval": "1ms" }', '/c.json:1:15: interval cannot be “1ms”. It takes "2s", "500ms", from 0.5 s to 10 min.'],
    ['{ "thresholds": 5 }', '/c.json:1:17: thresholds must be an object: { … }.'],
    ['{ "theme": { "dark": true } }', '/c.json:1:12: theme cannot be an object.'],
    ['{ "theme": "dark", "theme": "light" }', '/c.json:1:20: “theme” stands here twice. Keep one of them.'],
    ['[1]', '/c.json:1:1: The settings must be an object: { "theme": "dark" }.'],
    ['{ "theme": "dark" "zone": "utc" }', '/c.json:1:19: Here should be a comma or }, but a text stands here.'],
    ['{ "theme": dark }', '/c.json:1:12: Here should be a value, but “dark” stands here.'],
    ['{ "theme": "dark" } x', '/c.json:1:21: Here should be the end of the file, but “x” stands here.'],
    ['{ "theme": "dark"', '/c.json:1:18: Here should be a comma or }, but the file ends here.'],
    ['{ /* "theme": "dark" }', '/c.json:1:3: Here should be a name in quotes, but “/” stands here.'],
    ["{ 'theme': 1 }", "/c.json:1:3: Here should be a name in quotes, but “'” stands here."],
    ['{ "theme": "\\x" }', '/c.json:1:12: This is no text of JSON.'],
    ['{ "theme": 01 }', '/c.json:1:12: Here should be a value, but “01” stands here.'],
    ['['.repeat(100_000), '/c.json:1:34: Here are too many brackets in brackets.'],
    ['{ "\u001b[31m\u202e": 1 }', '/c.json:1:3: This is no text of JSON.'],
    ['{ "\\u001b[31m": 1 }', '/c.json:1:3: There is no setting “␛[31m”.'],
    ['{ "keys": { "users.ad": "a" } }', '/c.json:1:13: There is no action “users.ad”. Did you mean “users.add”?'],
    ['{ "keys": { "help": "hme" } }', '/c.json:1:21: keys.help cannot be “hme”. Did you mean “home”?'],
    ['{ "keys": { "help": "ctrl+c" } }', '/c.json:1:21: Ctrl+C always quits. Choose another key.'],
    [
      '{ "keys": { "users.add": "x" } }',
      '/c.json:1:13: users.add cannot have the key “x”: that is the key of users.activation.',
    ],
    ['{ "databases": { "a/b": "/x" } }', '/c.json:1:25: This cannot be the name of a database.'],
    ['{ "databases": { "a": { "location": "/x", "colour": "red" } } }', 'Did you mean “color”?'],
    ['{ "databases": { "a": { "word": "X" } } }', 'databases.a has no location.'],
    ['{ "views": { "a": { "screen": "cals" } } }', 'views.a.screen cannot be “cals”. Did you mean “calls”?'],
    ['{ "views": { "a": { "screen": "calls", "filter": "statsu:5" } } }', 'views.a.filter: No field “statsu”.'],
    ['{ "views": { "a": { "screen": "call" } } }', 'views.a needs "args": { "id": … } for the screen call.'],
    ['{ "thresholds": { "errorShare": { "raised": 0.2, "bad": 0.1 } } }', 'raised (0.2) is above'],
    ['{ "thresholds": { "errorShare": { "raised": "2" } } }', 'raised cannot be “2”. It takes 0.05, "5%".'],
  ])('says of %j what is wrong, where, and what was meant', (text, sentence) => {
    expect(fault(text.slice(0, 120_000))).toContain(sentence);
  });

  test.each([
    '{ "databases": { "a": "postgresql://me:s3cret@h/db" "b": 1 } }',
    '{ "databases": { "a": postgresql://me:s3cret@h/db } }',
    '{ "databases": { "a": "me:s3cret@h" } }',
    '{ "databases": { "a": "/me:s3cret\\x@h" } }',
    '{ "databases": { "a": { "location": "s3cret" } } }',
  ])('repeats no password in what is wrong: %s', (text) => {
    expect(fault(text)).toMatch(/^\/c\.json:1:\d+: /);
    expect(fault(text)).not.toContain('s3cret');
  });

  test('has a sentence and the values that it takes for every setting', () => {
    for (const { name, sentence, kind } of settingsTable) {
      expect([name, sentence]).toEqual([name, expect.stringMatching(/^[A-Z`].*\.$/)]);
      expect([name, kind.takes]).toEqual([name, expect.stringMatching(/\S/)]);
    }
  });
});
