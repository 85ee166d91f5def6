import { chmodSync, lstatSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyReference, querySql, runSql, temporaryFolder } from '../helpers/store.ts';
import { asNobody, presentsWords, runTool, runWords } from './program.ts';
import { startInShell } from './shell.ts';

/** A file that a program cannot use, what a command says of it, and what a person sees who opens the dashboard on it. */
interface Fault {
  readonly make: () => string;
  readonly sentence: (path: string) => string;
  readonly nextStep: RegExp;
  readonly code: number;
  /** Text that the dashboard shows; where it does not open, it says the command's sentence and ends with its code. */
  readonly dashboard?: string | RegExp;
  /** True when the case needs permissions that bind the program. */
  readonly isOfPermission?: boolean;
  readonly isWhole?: boolean;
}

function place(name: string, content: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

function linked(name: string, target: string): string {
  const path = join(temporaryFolder(), name);
  symlinkSync(target, path);
  return path;
}

function changed(change: (path: string) => void): string {
  const path = copyReference('some.db');
  change(path);
  return path;
}

/** A copy that others may reach but for what is changed of it. */
function open(change: (path: string) => void): string {
  return changed((path) => {
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o644);
    change(path);
  });
}

const faults: Readonly<Record<string, Fault>> = {
  'no file': {
    make: () => join(temporaryFolder(), 'none.db'),
    sentence: (path) => `There is no database at ${path}.`,
    nextStep: /^ {2}Create it \(or name another with --db FILE\): presents init --db \/\S+\/none\.db$/,
    code: 1,
    dashboard: 'There is no database here yet',
  },
  'a directory': {
    make: () => {
      const path = join(temporaryFolder(), 'folder.db');
      mkdirSync(path);
      return path;
    },
    sentence: (path) => `${path} is a directory, not a database.`,
    nextStep: /Name a file with --db/,
    code: 1,
  },
  'a link to nowhere': {
    make: () => linked('some.db', 'nowhere/at-all.db'),
    sentence: (path) => `${path} is a link to nowhere/at-all.db, and there is nothing.`,
    nextStep: /Mend or remove the link/,
    code: 1,
  },
  'a link to itself': {
    make: () => linked('some.db', 'some.db'),
    sentence: (path) => `${path} is a link that leads back to itself.`,
    nextStep: /Mend or remove the link/,
    code: 1,
  },
  'a link to a directory': {
    make: () => linked('some.db', '.'),
    sentence: (path) => `${path} is a directory, not a database.`,
    nextStep: /Name a file with --db/,
    code: 1,
  },
  'a named pipe': {
    make: () => {
      const path = join(temporaryFolder(), 'some.db');
      runTool('mkfifo', path);
      return path;
    },
    sentence: (path) => `${path} is a named pipe, not a database.`,
    nextStep: /Name a file with --db/,
    code: 1,
  },
  'a device': {
    make: () => '/dev/null',
    sentence: (path) => `${path} is a device, not a database.`,
    nextStep: /Name a file with --db/,
    code: 1,
  },
  'garbage bytes': {
    make: () => place('letter.db', 'Dear operator, '.repeat(1000)),
    sentence: (path) => `${path} is not an SQLite database.`,
    nextStep: /Name the right file/,
    code: 1,
  },
  'a truncated database': {
    make: () => changed((path) => truncateSync(path, Math.floor(readFileSync(path).length / 2))),
    sentence: (path) => `The database ${path} is damaged.`,
    nextStep: /restore a backup/,
    code: 1,
  },
  'a database without its tables': {
    make: () => changed((path) => runSql(path, 'DROP TABLE user_api_call_log; DROP TABLE "user";')),
    sentence: (path) => `The database ${path} has no table “user_api_call_log”.`,
    nextStep: /Add what is missing, .*: presents init --db \/\S+\/some\.db$/,
    code: 1,
    dashboard: 'This database does not have the tables of the API',
    isWhole: true,
  },
  'a database without a column': {
    make: () => changed((path) => runSql(path, 'ALTER TABLE user_api_call_log DROP COLUMN response_time_ms')),
    sentence: (path) => `The database ${path} has no column “response_time_ms”.`,
    nextStep: /name the right one with --db FILE/,
    code: 1,
    dashboard: /▲ stale \d+ s: The database some\.db has no column “response_time_ms”/,
    isWhole: true,
  },
  'a file nobody may read': {
    make: () => open((path) => chmodSync(path, 0o600)),
    sentence: (path) => `There is no permission to read ${path}.`,
    nextStep: /Check the permissions/,
    code: 3,
    dashboard: /▲ stale \d+ s: There is no permission to read some\.db/,
    isOfPermission: true,
    isWhole: true,
  },
  'a folder nobody may enter': {
    make: () => open((path) => chmodSync(dirname(path), 0o700)),
    sentence: (path) => `There is no permission to read ${path}.`,
    nextStep: /Check the permissions/,
    code: 3,
    isOfPermission: true,
    isWhole: true,
  },
  'a WAL database in a folder that cannot be written to': {
    make: () => open((path) => runSql(path, 'PRAGMA journal_mode = WAL')),
    sentence: (path) => `The folder of the database ${path} cannot be written to.`,
    nextStep: /SQLite makes files beside this database/,
    code: 1,
    isOfPermission: true,
    isWhole: true,
  },
};

describe('A person who starts with', () => {
  test.for(Object.entries(faults))('%s is told so by a command', async ([, fault]) => {
    const path = fault.make();
    const words = presentsWords(['stats', 'system', '--db', path]);
    const { code, stdout, stderr } = await runWords(fault.isOfPermission ? asNobody(words) : words);
    const [sentence, nextStep, ...more] = stderr.split('\n');
    expect({ code, stdout, sentence, more }).toEqual({
      code: fault.code,
      stdout: '',
      sentence: `✗ ${fault.sentence(path)}`,
      more: [''],
    });
    expect(nextStep).toMatch(fault.nextStep);
    if (fault.isWhole) expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });

  test.for(Object.entries(faults))('%s sees it in the dashboard, and the terminal is as it was', async ([, fault]) => {
    const path = fault.make();
    const words = presentsWords(['--db', path]);
    const [command = '', ...args] = fault.isOfPermission ? asNobody(words) : words;
    const { program, ended } = startInShell(args, { command, columns: 220 });
    if (fault.dashboard === undefined) {
      const { code, said, changed } = await ended();
      expect([code, said[0], changed]).toEqual([fault.code, `✗ ${fault.sentence(path)}`, []]);
      return;
    }
    await program.waitFor(fault.dashboard);
    program.press('q');
    expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
  });
});

test.each([
  ['a link to nowhere', () => linked('some.db', 'nowhere.db'), /is a link to nowhere\.db, and there is nothing\./],
  ['a link to itself', () => linked('some.db', 'some.db'), /is a link that leads back to itself\./],
  ['a device', () => '/dev/null', /is a device, not a database\./],
])('init on %s says what it is and makes nothing', async (_, make, sentence) => {
  const path = make();
  const { code, stderr } = await runWords(presentsWords(['init', '--yes', '--db', path]));
  expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  expect(lstatSync(path).isFile()).toBe(false);
});
