import { describe, expect, test } from 'vitest';
import { presentsWords, runWords } from '../faults/program.ts';
import { askDatabase, createDatabase, hasPostgres } from '../helpers/postgres.ts';
import { type CliWorld, runInProcess } from '../helpers/run-cli.ts';
import { temporaryFolder } from '../helpers/store.ts';
import { filesWith } from './traces.ts';

const SECRET = 'p4ssw0rd';
const DEAD = `postgresql://shop:${SECRET}@127.0.0.1:1/gifts`;

const run = async (argv: readonly string[], world: Partial<CliWorld> = {}) => {
  const result = await runInProcess(argv, { cwd: '/', ...world });
  expect(JSON.stringify(result)).not.toContain(SECRET);
  return result;
};

describe('The password of a server', () => {
  test('is repeated by no command that fails, wherever it was typed', async () => {
    const label = 'postgresql://shop@127.0.0.1:1/gifts';
    const { exitCode, stderr } = await run(['user', 'list', '--db', DEAD]);
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringContaining(`✗ ${label} is out of reach: nothing listens there.`),
    ]);
    expect(stderr).toContain('! Other users of this machine can see the password in --db while this runs.');
    const byVariable = await run(['user', 'list'], { env: { PRESENTS_DB: DEAD } });
    expect(byVariable.stderr).not.toContain('! ');
    const misplaced = await run([DEAD]);
    expect(misplaced.stderr).toContain('Name a database with --db NAME.');
    for (const argv of [
      [`--bd=${DEAD}`],
      ['user', 'list', DEAD],
      ['user', 'find', DEAD],
      [`dbname=x password=${SECRET}`],
    ]) {
      expect((await run(argv)).exitCode).toBe(2);
    }
  });

  test('is not in the dashboard’s options that are shown, nor in a warning of it', async () => {
    let shown = '';
    const openDashboard: CliWorld['openDashboard'] = async ({ location, warning = '' }) => {
      shown = `${location.kind === 'server' ? location.label + location.name : ''} ${warning}`;
      return 0;
    };
    await run(['--db', DEAD], { isTTY: true, openDashboard });
    expect(shown).toContain('Other users of this machine can see');
    expect(shown).not.toContain(SECRET);
  });

  test('is not in the stack of a bug, nor in the words about text that is no UTF-8', async () => {
    const words = presentsWords(['user', 'list', '--db', DEAD]);
    const traced = await runWords(words, { PRESENTS_DEBUG: '1', PGSSLMODE: 'require' });
    expect([traced.code, (traced.stdout + traced.stderr).includes(SECRET)]).toEqual([3, false]);
    const broken = await run(['user', 'list', '--db', `${DEAD}\uFFFD`]);
    expect(broken.exitCode).toBe(3);
  });

  test.runIf(hasPostgres)('is in no answer, no printed command, no audit row and no file', async () => {
    const location = await createDatabase();
    const folder = temporaryFolder();
    const name = location.name.replace('postgresql://', `postgresql://postgres:${SECRET}@`);
    const env = { HOME: folder, XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder };
    const created = await run(['user', 'create', 'shop', '--db', name], { env });
    expect(created.exitCode).toBe(0);
    const gone = await run(['user', 'deactivate', 'shop', '--yes', '--db', name], { env });
    expect(gone.stderr).toContain(`presents user reactivate --db 'postgresql://postgres@/`);
    const audit = await run(['audit', '--json', '--db', name], { env });
    expect(JSON.parse(audit.stdout)).toHaveLength(2);
    expect((await run(['init', '--json', '--db', name], { env })).exitCode).toBe(0);
    expect(JSON.stringify(await askDatabase(location, 'SELECT * FROM admin_audit_log'))).not.toContain(SECRET);
    expect(filesWith(folder, SECRET)).toEqual([]);
  });
});
