import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { printable } from '../../src/text/printable.ts';
import { cellWidth } from '../../src/text/width.ts';
import { parseCsv } from '../helpers/csv.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { type CliWorld, runInProcess } from '../helpers/run-cli.ts';
import { openTestStore, querySql } from '../helpers/store.ts';
import { buildHostileDatabase, rowCounts } from './hostile-database.ts';
import { lineBeyond, strangerInText } from './looks.ts';

const seed = Number(process.env.SEED ?? 20_261);
const everything = ['--limit', '100000'];
const byTime = { filter: '', sort: 'time', descending: true, offset: 0, limit: 100_000, anchorId: null } as const;

let path = '';
let store: Store;
let names: readonly string[] = [];

const COLOUR = /\u001b\[(?:1|22|3[1-6]|39|90)m/g;

/** Runs a command on the hostile file as a person does on a terminal, unless told otherwise. */
const presents = (argv: readonly string[], world: Partial<CliWorld> = {}) =>
  runInProcess(['--db', path, ...argv], { cwd: '/', isTTY: true, ...world });

/** Every line of an answer, its own colours taken away. */
const plainLines = (answer: string) =>
  answer
    .replaceAll(COLOUR, '')
    .split('\n')
    .filter((line) => line !== '');

/** Expects the same records; compares thousands without the preparation of a message for each. */
function expectSameRecords(found: readonly unknown[], wanted: readonly unknown[]): void {
  const at = found.findIndex((record, index) => !isDeepStrictEqual(record, wanted[index]));
  expect(found[at], `record ${at}`).toEqual(wanted[at]);
  expect(found).toHaveLength(wanted.length);
}

function expectHarmless(answer: string): readonly string[] {
  const lines = plainLines(answer);
  expect(lines.map(strangerInText).find((stranger) => stranger !== undefined)).toBeUndefined();
  return lines;
}

beforeAll(async () => {
  path = buildHostileDatabase('hostile', seed);
  store = await openTestStore(path);
  names = (await store.users.list()).map(({ username }) => username);
});

describe(`Among 5,000 rows that strangers wrote (seed ${seed})`, () => {
  const tables = [
    ['user', 'list'],
    ['stats', 'errors', ...everything],
    ['calls', ...everything, '--days', '3'],
    ['stats', 'system', '--hours', '48'],
    ['stats', 'cache'],
    ['audit', ...everything],
    [],
  ];

  test.for(tables.map((argv) => [argv.join(' '), argv] as const))(
    '“presents %s” prints only harmless lines, none wider than the terminal',
    async ([, argv]) => {
      for (const columns of [100, 40]) {
        const { stdout, stderr, exitCode } = await presents(argv, { columns, isTTY: argv.length > 0 });
        expect(exitCode).toBe(0);
        const lines = expectHarmless(stdout);
        expectHarmless(stderr);
        if (argv.length > 0) expect(lineBeyond(lines, columns)).toBeUndefined();
      }
    },
  );

  test('the columns of a table begin where their headings do', async () => {
    const { stdout } = await presents(['user', 'list'], { columns: 120 });
    const [heading = '', ...rows] = plainLines(stdout);
    expect(rows).toHaveLength(rowCounts.users);
    const at = cellWidth(heading.slice(0, heading.indexOf('STATUS')));
    for (const row of rows) expect(cellWidth(row.slice(0, row.search(/[●○] (?:in)?active/)))).toBe(at);
  });
});

describe(`Names that strangers chose (seed ${seed})`, () => {
  test('are harmless in what is said of an action, of statistics, and of a name that is not there', async () => {
    for (const name of names.filter((_, index) => index % inLongRun(60, 15) === 0)) {
      // What is no text at all, or no UTF-8, can be seen but not named.
      const isNameable = (await store.users.find(name)) !== undefined;
      const operand = ['--', name];
      const answers = [
        await presents(['stats', 'user', '--days', '2', ...operand]),
        await presents(['user', 'deactivate', ...operand]),
        await presents(['user', 'reactivate', ...operand]),
        await presents(['user', 'regenerate-key', '--yes', ...operand]),
        await presents(['user', 'create', ...operand]),
        await presents(['user', 'deactivate', '--', `${name}x`]),
      ];
      for (const { stdout, stderr } of answers) {
        expectHarmless(stdout);
        expectHarmless(stderr);
      }
      expect(answers.map(({ exitCode }) => exitCode)).toEqual(
        isNameable ? [0, 0, 0, 0, expect.any(Number), 1] : [1, 1, 1, 1, expect.any(Number), 1],
      );
    }
  });
});

describe(`For programs (seed ${seed})`, () => {
  test('--json parses back to the same strings, and holds nothing that harms a terminal', async () => {
    const asked = [
      [['user', 'list'], await store.users.list()],
      [['stats', 'errors', ...everything], await store.apiLogs.recentErrors({ limit: 100_000 })],
      [['stats', 'cache'], await store.products.stats()],
      [['stats', 'system', '--hours', '48'], await store.apiLogs.systemStats({ hours: 48 })],
      [['audit', ...everything], (await store.audit.page(byTime)).rows],
    ] as const;
    for (const [argv, records] of asked) {
      const { stdout, stderr, exitCode } = await presents([...argv, '--json'], { isTTY: false });
      expect([exitCode, stderr]).toEqual([0, '']);
      // Stored JSON is printed as it is written: 1e999 and -0 are there, and JSON.stringify knows neither.
      const answered = JSON.parse(JSON.stringify(JSON.parse(stdout)));
      if (Array.isArray(answered)) {
        expectSameRecords(answered, JSON.parse(JSON.stringify(records)));
        const lines = (await presents([...argv, '--jsonl'], { isTTY: false })).stdout.split('\n').slice(0, -1);
        expectSameRecords(
          lines.map((line) => JSON.parse(line)),
          JSON.parse(stdout),
        );
      } else expect(answered).toMatchObject(JSON.parse(JSON.stringify(records)));
      expect(strangerInText(stdout.replaceAll('\n', ' '))).toBeUndefined();
    }
    const stored = querySql(path, 'SELECT username FROM "user" ORDER BY created_at DESC, id DESC');
    const inFile = stored.map(({ username }) =>
      Buffer.isBuffer(username) ? username.toString('utf8') : String(username),
    );
    expect(
      JSON.parse((await presents(['user', 'list', '--json'])).stdout).map(
        ({ username }: { username: string }) => username,
      ),
    ).toEqual(inFile);
  });

  test('--csv holds no cell that a spreadsheet would run, and gives back the same texts, in marks', async () => {
    for (const isTTY of [false, true]) {
      const { stdout } = await presents(['stats', 'errors', ...everything, '--csv'], { isTTY });
      const [header = [], ...rows] = parseCsv(stdout);
      const errors = await store.apiLogs.recentErrors({ limit: 100_000 });
      expect(rows).toHaveLength(errors.length);
      expect(rows.find((row) => row.length !== header.length)).toBeUndefined();
      expect(rows.flat().find((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toBeUndefined();
      const bare = (text: string | undefined) => text?.replaceAll(/['◌]/g, '');
      const routeAt = header.indexOf('apiRoute');
      expectSameRecords(
        rows.map((row) => bare(row[routeAt])),
        errors.map(({ apiRoute }) => bare(printable(apiRoute))),
      );
      expect(strangerInText(stdout.replaceAll('\r\n', ' '))).toBeUndefined();
    }
  });
});
