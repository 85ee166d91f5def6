import { describe, expect, test } from 'vitest';
import { describedProgram } from '../../scripts/document-sections.ts';
import { leavesOf } from '../../src/cli/print/help.ts';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';

const program = describedProgram();
const leaves = leavesOf(program);
const wordsOf = (command: (typeof leaves)[number]) =>
  command.parent === program || command.parent === null ? [command.name()] : [command.parent.name(), command.name()];

/** Runs a command where there is no database, so that one that looks for it before it looks at its words ends with 1. */
const faultOf = async (argv: readonly string[]) => {
  const { exitCode, stdout, stderr } = await runInProcess(argv, { cwd: '/', env: { HOME: '/nonexistent' } });
  return { exitCode, stdout, isSentence: /^✗ [^\n]+[.?”]\n(?: {2}[^\n]+\n)+$/.test(stderr) ? true : stderr };
};
const usageError = { exitCode: 2, stdout: '', isSentence: true };

const operands: Readonly<Record<string, readonly string[]>> = {
  completion: ['bash'],
  'errors resolve': ['3f2a1b0c'],
  'errors ignore': ['3f2a1b0c'],
  'errors reopen': ['3f2a1b0c'],
};

describe('every command ends with 2', () => {
  const all = leaves.map((command) => ({ command, words: wordsOf(command), name: wordsOf(command).join(' ') }));

  test.each(all)('at an option that it does not have: $name', async ({ words }) => {
    expect(await faultOf([...words, '--no-such-option'])).toEqual(usageError);
  });

  test.each(all)('at an operand too many: $name', async ({ command, words, name }) => {
    const { registeredArguments } = command;
    if (registeredArguments.some(({ variadic }) => variadic)) return;
    const known = operands[name] ?? registeredArguments.map(() => 'acme');
    expect(await faultOf([...words, ...known, 'one-too-many'])).toEqual(usageError);
  });

  test.each(
    all.flatMap(({ command, words, name }) =>
      command.options.filter(({ required }) => required).map(({ long }) => ({ words, name, long: long ?? '' })),
    ),
  )('at an option without its value: $name $long', async ({ words, long }) => {
    expect(await faultOf([...words, long])).toEqual(usageError);
  });

  test.each(
    all.flatMap(({ command, words, name }) =>
      command.options
        .filter(({ flags }) => /<(?:n|days)>/.test(flags))
        .map(({ long }) => ({ words, name, long: long ?? '' })),
    ),
  )('at a number that is none: $name $long', async ({ words, long }) => {
    for (const value of ['', 'x', '-1', '1.5', '1e3', ' 5', '0x10', '٣', '99999999999999999999'])
      expect({ value, ...(await faultOf([...words, `${long}=${value}`])) }).toEqual({ value, ...usageError });
  });

  test.each(
    all.flatMap(({ command, words, name }) =>
      command.options
        .filter(({ argChoices }) => argChoices !== undefined)
        .map(({ long }) => ({ words, name, long: long ?? '' })),
    ),
  )('at a word that is none of those it takes: $name $long', async ({ words, long }) => {
    expect(await faultOf([...words, long, 'nonsense'])).toEqual(usageError);
    expect(await faultOf([...words, `${long}=`])).toEqual(usageError);
  });
});

describe('a usage error ends with 2, whether the database is there or not', () => {
  test.each([
    [['user', 'create', '']],
    [['user', 'create', ' \t ']],
    [['user', 'create', '--username', '']],
    [['user', 'create', 'a\u001b[31m']],
    [['user', 'create', 'x'.repeat(65)]],
    [['user', 'create', 'a', '--output', '']],
    [['user', 'create', 'a', '--output', 'folder/']],
    [['user', 'create']],
    [['user', 'deactivate']],
    [['user', 'deactivate', '']],
    [['user', 'deactivate', 'client1', '']],
    [['user', 'deactivate', '--id', '']],
    [['user', 'deactivate', 'client1', '--username', 'client2']],
    [['user', 'deactivate', '--username', 'client1', '--username', 'client2']],
    [['user', 'reactivate', '--id', '1', '--id', '2']],
    [['user', 'create', '--from-file', '-', '--from-file', 'names.txt']],
    [['user', 'create', 'a', '--output', 'a.key', '--output', 'b.key']],
    [['stats', 'user', '--username', 'client1', '--username', 'client2']],
    [['user', 'reactivate', ' ']],
    [['user', 'regenerate-key', '--username=']],
    [['user', 'regenerate-key', '--id=', '--yes']],
    [['user']],
    [['stats']],
    [['stats', 'user']],
    [['stats', 'user', '']],
    [['stats', 'user', '--id', ' ']],
    [['stats', 'system', '--where', 'statsu:4xx']],
    [['stats', 'errors', '--hours', '5']],
    [['stats', 'system', '--compare', '--where', 'until:2026-11-19']],
    [['stats', 'system', '--watch', 'soon']],
    [['calls', 'acme']],
    [['calls', '--hours', '5', '--days', '5']],
    [['calls', '--limit', 'many']],
    [['calls', '--follow', '--json']],
    [['errors', 'resolve']],
    [['errors', 'resolve', 'zzzz']],
    [['errors', 'note', '']],
    [['call', '']],
    [['product', 'show', ' ']],
    [['product', 'invalidate', 'P0078', '']],
    [['product', 'restore', '', '--status', 'success']],
    [['audit', '--target', '']],
    [['audit', '--actor', '']],
    [['audit', '--action', ' ']],
    [['why', '--against', '(']],
    [['check', '--fail-if', '']],
    [['check', '--fail-if', 'errors']],
    [['copy']],
    [['copy', '--from', '', '--to', 'b.db']],
    [['copy', '--from', 'a.db', '--to', '']],
    [['report', '--out', 'report.xyz']],
    [['report', '--out', '']],
    [['report', '--out', 'folder.html/']],
    [['report', '--format', 'table']],
    [['report', '--format', 'text', '--out', 'a.html']],
    [['stats', 'errors', '--limit', 'all']],
    [['report', '--out', 'a\0.html']],
    [['metrics', '--out', '']],
    [['metrics', '--out', 'folder/']],
    [['metrics', '--out', 'a\0.prom']],
    [['attention', '--aside', '']],
    [['attention', '--restore', ' ']],
    [['completion']],
    [['--db', '', 'user', 'list']],
    [['--theme', 'nonsense']],
    [['--interval', 'x']],
    [['--zone', 'mars']],
    [['user', 'list', '--config', '']],
    [['user', 'list', '--config', 'a\0b']],
    [['frobnicate']],
    [['']],
  ])('%j', async (argv) => {
    expect(await faultOf(argv)).toMatchObject({ exitCode: 2, stdout: '' });
    const { exitCode } = await runInProcess(argv, { cwd: referenceFolder() });
    expect(exitCode).toBe(2);
  });

  test.each([
    [['user', 'list', '--hours=a\nb'], "✗ Option '--hours <n>' argument 'a␊b' is invalid. It must be a whole number"],
    [['user', 'list', '--no-such\nthing'], "✗ Unknown option '--no-such␊thing'.\n  Add --help"],
    [['user', 'list', '--jsno\n'], "✗ Unknown option '--jsno␊'.\n  Did you mean one of --json, --jsonl?"],
    [
      ['user', 'list', '--format', 'jsno'],
      'A format is one of table, json, jsonl, csv, markdown. Did you mean “json”?\n',
    ],
  ])('is one sentence whatever was typed: %j', async (argv, sentence) => {
    const { exitCode, stderr } = await runInProcess(argv, { cwd: '/' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
  });

  test.each([
    [['metrics', '--out', ''], '--out is empty.'],
    [['report', '--out', ''], '--out is empty.'],
    [['stats', 'user', '--id=1', '--id=2'], "✗ Option '--id <id>' argument '2' is invalid. It was “1” before."],
    [['attention', '--restore', ''], '--restore needs at least one character.'],
    [['attention', '--aside', ''], '--aside needs at least one character.'],
    [['user', 'list', '--config', 'a\0b'], '--config holds a null byte, which no file name can.'],
  ])('names the option that is wrong: %j', async (argv, sentence) => {
    const { stderr } = await runInProcess(argv, { cwd: referenceFolder() });
    expect(stderr).toContain(sentence);
  });

  test('but what is not found is a failure, and ends with 1', async () => {
    for (const argv of [
      ['user', 'deactivate', 'nobody'],
      ['stats', 'user', 'nobody'],
      ['user', 'create', 'client1'],
      ['user', 'deactivate', '--id', '999'],
      ['errors', 'resolve', '00000000'],
      ['user', 'list', '--db', 'nothing.db'],
    ])
      expect({ argv, code: (await runInProcess(argv, { cwd: referenceFolder() })).exitCode }).toEqual({
        argv,
        code: 1,
      });
  });
});

describe('--hours', () => {
  test.each([
    ['90m', 1.5],
    ['3d', 72],
    ['2w', 336],
    ['2h', 2],
    ['5', 5],
  ])('takes %s', async (text, hours) => {
    const { stdout } = await runInProcess(['stats', 'system', '--json', '--hours', text], { cwd: referenceFolder() });
    expect(JSON.parse(stdout)).toMatchObject({ periodHours: hours });
  });

  test.each(['0m', '11y', '9999999w', '3 d', '1.5', 'd', '-3d'])('refuses %s', async (text) => {
    const { exitCode, stderr } = await runInProcess(['calls', `--hours=${text}`], { cwd: '/' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('It must be a whole number from 1 to 87600. A time such as 90m or 3d will do, too.');
  });
});
