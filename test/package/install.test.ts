import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { NODE_RANGE } from '../../src/text/node-version.ts';
import { startPty } from '../helpers/pty.ts';
import { temporaryFolder } from '../helpers/store.ts';
import { bundleProgram, PROGRAM } from './bundle-program.ts';
import { CONSUMERS } from './consumers.ts';

const run = promisify(execFile);

const read = (path: string) => readFileSync(path, 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** Parts of the package, besides those that npm adds by itself. */
const sources = ['package.json', 'src', 'scripts', 'docs', 'schema.sql', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/** Packs a copy of the project, whose build disturbs no other test, and answers with the tarball. */
async function pack(): Promise<string> {
  const copy = temporaryFolder();
  for (const name of [...sources, 'tsconfig.json', 'tsconfig.types.json'])
    cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  await run('npm', ['pack', '--silent'], { cwd: copy });
  return join(copy, `${manifest.name}-${manifest.version}.tgz`);
}

/** A folder in which somebody has installed the package and nothing else. */
async function install(tarball: string): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', tarball], { cwd: folder });
  return folder;
}

let tarball = '';
let folder = '';
let contents: readonly string[] = [];

beforeAll(async () => {
  tarball = await pack();
  contents = (await run('tar', ['-tzf', tarball])).stdout
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  folder = await install(tarball);
});

/** The program as the installation linked it, run by the Node of the tests. */
const program = () => join(folder, 'node_modules', '.bin', 'presents');

describe('The package', () => {
  test('holds what a user needs, and nothing of how it is made', () => {
    const folders = new Set(contents.map((path) => path.split('/')[0]));
    expect([...folders].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
      'schema.sql',
    ]);
    expect(contents.filter((path) => path.endsWith('.ts') && !path.startsWith('dist/types/'))).toEqual([]);
    expect(contents).toEqual(
      expect.arrayContaining([
        'dist/main.js',
        'dist/index.js',
        'dist/index.js.map',
        'dist/store-host.js',
        'dist/types/index.d.ts',
      ]),
    );
  });

  test('tells programs nothing of the command line in the type of its errors', () => {
    const types = join(folder, 'node_modules', 'predict-presents', 'dist', 'types', 'model', 'presents-error.d.ts');
    const [declared = ''] =
      /export interface PresentsErrorOptions[\s\S]*?\n}[\s\S]*?\n}\n/.exec(readFileSync(types, 'utf8')) ?? [];
    expect(declared).toMatch(/code: PresentsErrorCode[\s\S]*class PresentsError extends Error/);
    expect(declared).not.toMatch(/\b(?:command|option|exitCode)(?:\(\)|\??:)/);
  });

  test('says in its manifest how it is started, imported and bundled, and which Node it needs', () => {
    const installed = JSON.parse(
      readFileSync(join(folder, 'node_modules', 'predict-presents', 'package.json'), 'utf8'),
    );
    expect(installed).toMatchObject({
      bin: { presents: 'dist/main.js' },
      type: 'module',
      exports: { '.': { types: './dist/types/index.d.ts', default: './dist/index.js' } },
      engines: { node: NODE_RANGE },
      sideEffects: ['./dist/index.js', './dist/main.js', './dist/store-host.js', './dist/demo-traffic.js'],
    });
    const { './package.json': _, ...entries } = installed.exports;
    const exported = Object.values<Readonly<Record<string, string>>>(entries).flatMap((entry) => Object.values(entry));
    for (const path of [...exported, installed.bin.presents, ...installed.sideEffects]) {
      expect(contents).toContain(path.replace('./', ''));
    }
  });

  test('brings no tools of its making along', () => {
    const installed = readdirSync(join(folder, 'node_modules'));
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    // What Ink itself needs is there for Ink.
    const tools = Object.keys(manifest.devDependencies).filter((name) => packages[`node_modules/${name}`].dev);
    expect(tools.length).toBeGreaterThan(10);
    for (const name of tools) expect(installed).not.toContain(name.split('/')[0]);
  });
});

describe('Installed into an empty folder', () => {
  test('it tells its version', async () => {
    const { stdout } = await run(process.execPath, [program(), '--version'], { cwd: '/' });
    expect(stdout).toBe(`${manifest.version}\n`);
  });

  test('it opens the demo, with its tables, and leaves nothing behind', async () => {
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    const args = [program(), 'demo', '--calls', '2000'];
    const demo = startPty({ args, cwd: folder, env: { TMPDIR: temporary } });
    await demo.waitFor('● live');
    demo.press('2');
    await demo.waitFor(/Top users[\s\S]*acme-shop/);
    demo.press('q');
    expect(await demo.exit).toEqual({ exitCode: 0, signal: null });
    expect(demo.terminal.modesLeftOn()).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('it is imported as a library', async () => {
    const script = `
      import { initDatabase, openStore, PresentsError } from 'predict-presents';
      await initDatabase('api.db');
      const store = await openStore('api.db');
      const { id, apiKey } = await store.users.create('shop');
      await store.apiLogs.log({ userId: id, apiRoute: '/', statusCode: 200, responseTimeMs: 1 });
      const user = await store.users.authenticate(apiKey);
      const refusal = await store.users.create('shop').catch((error) => error instanceof PresentsError);
      const { totalCalls } = await store.apiLogs.systemStats();
      await store.close();
      console.log(JSON.stringify([user?.username, refusal, totalCalls]));`;
    writeFileSync(join(folder, 'library.js'), script);
    const { stdout, stderr } = await run(process.execPath, ['library.js'], { cwd: folder });
    expect([JSON.parse(stdout), stderr]).toEqual([['shop', true, 1], '']);
  });

  test('publint and are-the-types-wrong find nothing in it', async () => {
    const tool = (name: string) => resolve('node_modules/.bin', name);
    const { stdout } = await run(process.execPath, [tool('publint'), '--strict', tarball]);
    expect(stdout).toContain('All good!');
    // CommonJS programs require its modules, which every Node that it runs on can; this tool knows older ones only.
    await run(process.execPath, [tool('attw'), tarball, '--profile', 'esm-only', '--format', 'json']);
  });

  test('weighs what the documents say', async () => {
    const installed = await readdir(join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
    const files = installed.filter((entry) => entry.isFile());
    const bytes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
    const megabytes = bytes.reduce((sum, size) => sum + size, 0) / 1e6;
    const [, toldMegabytes, toldFiles] = /weighs (\d+) MB, in ([\d,]+) files/.exec(read('docs/library.md')) ?? [];
    const nearly = (told: string | undefined, measured: number) =>
      Math.abs(Number(told?.replace(',', '')) / measured - 1) < 0.1 ? told : measured;
    expect([toldMegabytes, toldFiles]).toEqual([nearly(toldMegabytes, megabytes), nearly(toldFiles, files.length)]);
  });
});

/** Names that each entry exports, or the code of the error that loading it fails with, loaded by `import` or by `require`. */
async function loadEntries(how: 'import' | 'require'): Promise<Readonly<Record<string, unknown>>> {
  const entries = ['.', './node', './express', './fastify', './hono'];
  const names = JSON.stringify(entries.map((entry) => entry.replace('.', 'predict-presents')));
  const load = how === 'import' ? 'await import(name)' : 'require(name)';
  const script = `(async () => {
    const loaded = {};
    for (const name of ${names}) {
      try { loaded[name] = Object.keys(${load}); } catch (error) { loaded[name] = [error.code, error.message]; }
    }
    console.log(JSON.stringify(loaded));
  })();`;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=commonjs', '--eval', script], { cwd: folder });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe.each(['import', 'require'] as const)('By %s', (how) => {
  test('every entry is loaded without a framework, but for that of Hono, which says that Hono is missing', async () => {
    expect(await loadEntries(how)).toEqual({
      'predict-presents': expect.arrayContaining(['openStore', 'httpLogger', 'PresentsError']),
      'predict-presents/node': expect.arrayContaining(['httpLogger', 'userOf']),
      'predict-presents/express': expect.arrayContaining(['expressLogger']),
      'predict-presents/fastify': expect.arrayContaining(['fastifyLogger']),
      'predict-presents/hono': ['ERR_MODULE_NOT_FOUND', expect.stringMatching(/^Cannot find package 'hono'/)],
    });
  });
});

describe('Bundled by its users', () => {
  test('with the library left out, a program runs', async () => {
    const program = await bundleProgram(folder, { external: [/^predict-presents/] });
    expect(await run(process.execPath, [program], { cwd: folder })).toEqual({ stdout: PROGRAM.output, stderr: '' });
  });

  test('with all but the drivers in the bundle, it runs if the thread is an entry and schema.sql lies beside it', async () => {
    const program = await bundleProgram(folder, { external: [/^better-sqlite3$/, /^pg/], threadEntry: 'store-host' });
    const place = dirname(program);
    // What is in the bundle is no longer needed.
    renameSync(join(folder, 'node_modules/predict-presents'), join(folder, 'moved'));
    const failed = await run(process.execPath, [program], { cwd: place }).catch(({ stderr }) => stderr);
    cpSync('schema.sql', join(place, 'schema.sql'));
    const done = await run(process.execPath, [program], { cwd: place });
    renameSync(join(folder, 'moved'), join(folder, 'node_modules/predict-presents'));
    expect(failed).toContain(`There is no schema.sql in ${place} or above.`);
    expect(done).toEqual({ stdout: PROGRAM.output, stderr: '' });
  });

  test('without the entry of the thread, it says which file is missing', async () => {
    const program = await bundleProgram(folder, { external: [/^better-sqlite3$/, /^pg/] });
    cpSync('schema.sql', join(dirname(program), 'schema.sql'));
    const { stderr } = await run(process.execPath, [program], { cwd: folder }).catch((error) => error);
    expect(stderr).toContain(`there is no ${join(dirname(program), 'store-host.js')}`);
  });
});

/** Puts packages of the project beside the installed one, as their users do. */
function link(names: readonly string[]): void {
  for (const name of names) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(resolve('node_modules', name), place);
  }
}

describe('With the frameworks installed beside it', () => {
  beforeAll(() => {
    link(['hono', '@hono/node-server', 'fastify', 'express', '@types/express', '@types/node', 'pg', 'pg-copy-streams']);
    for (const [name, source] of Object.entries(CONSUMERS.programs)) writeFileSync(join(folder, name), source);
  });

  test.each(['import', 'require'] as const)('every entry is loaded by %s', async (how) => {
    const { 'predict-presents/hono': hono } = await loadEntries(how);
    expect(hono).toEqual(expect.arrayContaining(['honoLogger']));
  });

  test.each(Object.entries(CONSUMERS.settings))('its types hold for TypeScript with %s', async (_, { files, args }) => {
    const strictly = ['--noEmit', '--strict', '--target', 'es2024', '--types', 'node'];
    const tsc = resolve('node_modules/.bin/tsc');
    const { stdout } = await run(tsc, [...strictly, ...args, ...files], { cwd: folder }).catch((error) => error);
    expect(stdout).toBe('');
  });
});
