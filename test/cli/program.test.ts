import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { referenceFolder, temporaryFolder } from '../helpers/run-cli.ts';

const program = resolve('dist/main.js');
const run = promisify(execFile);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function presents(argv: readonly string[], cwd: string, nodeOptions: readonly string[] = []): Promise<Ended> {
  try {
    return { code: 0, ...(await run(process.execPath, [...nodeOptions, program, ...argv], { cwd })) };
  } catch (error) {
    return error as Ended;
  }
}

describe('the program', () => {
  test('answers on stdout and with its exit code', async () => {
    const cwd = referenceFolder();
    const list = await presents(['user', 'list', '--json'], cwd);
    expect(JSON.parse(list.stdout)).toHaveLength(14);
    const codes = [
      await presents(['stats', 'cache'], cwd),
      await presents(['user', 'deactivate', 'nobody'], cwd),
      await presents(['user', 'regenerate-key', 'client1'], cwd),
      await presents(['nonsense'], cwd),
    ].map(({ code }) => code);
    expect(codes).toEqual([0, 1, 2, 2]);
  });

  test('prints the dashboard as text where stdout is no terminal, and makes nothing where there is no database', async () => {
    const text = await presents([], referenceFolder());
    expect(text).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Users   14 · 12 active') });
    const empty = temporaryFolder();
    const missing = await presents([], empty);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('Create it (or name another with --db FILE): presents init\n');
  });

  test('tells its version as package.json has it', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await presents(['--version'], '/')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  test.each(['20.20.2', '22.13.1', '18.0.0'])(
    'says in one sentence that Node %s is too old, and exits 1',
    async (old) => {
      const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${old}' } })`;
      const ended = await presents(['--help'], '/', [
        '--import',
        `data:text/javascript,${encodeURIComponent(pretend)}`,
      ]);
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toBe(`presents needs Node 22.14 or newer, and this is Node ${old}.\n`);
    },
  );

  test('loads no driver for help and mistakes, and no screens for any command', async () => {
    const cwd = referenceFolder();
    const hooks = `
      import { registerHooks } from 'node:module';
      const urls = [];
      registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
      process.on('exit', () => process.stderr.write('loaded:' + urls.join('\\n')));`;
    const loadedBy = async (...argv: readonly string[]) => {
      const { stderr } = await presents(argv, cwd, ['--import', `data:text/javascript,${encodeURIComponent(hooks)}`]);
      const urls = stderr.split('loaded:')[1]?.split('\n') ?? [];
      const code = urls.filter((url) => url.includes('/dist/')).map((url) => readFileSync(new URL(url), 'utf8'));
      return {
        chunks: code.length,
        driver: urls.some((url) => url.includes('better-sqlite3')),
        screens: code.some((text) => text.includes('react.transitional.element')),
      };
    };
    const quick = { chunks: expect.toSatisfy((count: number) => count > 1), driver: false, screens: false };
    expect(await loadedBy('--help')).toEqual(quick);
    expect(await loadedBy('user', 'lst')).toEqual(quick);
    expect(await loadedBy('user', 'list')).toEqual({ ...quick, driver: true });
    expect(
      readdirSync('dist').some((name) => readFileSync(`dist/${name}`, 'utf8').includes('react.transitional.element')),
    ).toBe(true);
  });

  test('ends quietly when its reader has seen enough', async () => {
    const cwd = referenceFolder();
    const argv = ['-c', 'set -o pipefail; "$0" "$1" stats errors --limit 600 --json | head -n 1; echo $?'];
    const { stdout, stderr } = await run('bash', [...argv, process.execPath, program], { cwd });
    expect([stdout, stderr]).toEqual(['[\n0\n', '']);
  });

  test('ends at once at Ctrl-C while it has nothing to put in order', async () => {
    const child = spawn(process.execPath, [program, 'stats', 'system'], { cwd: referenceFolder(), stdio: 'ignore' });
    child.kill('SIGINT');
    const signal = await new Promise((done) => child.once('exit', (_code, name) => done(name)));
    expect(signal).toBe('SIGINT');
  });
});
