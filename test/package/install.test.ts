import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { startPty } from '../helpers/pty.ts';
import { temporaryFolder } from '../helpers/store.ts';

const run = promisify(execFile);
const timeoutMs = 180_000;

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

let folder = '';
let contents: readonly string[] = [];

beforeAll(async () => {
  const tarball = await pack();
  contents = (await run('tar', ['-tzf', tarball])).stdout
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  folder = await install(tarball);
}, timeoutMs);

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
    expect(contents.filter((path) => /\.(map|ts)$/.test(path) && !path.startsWith('dist/types/'))).toEqual([]);
    expect(contents).toEqual(
      expect.arrayContaining(['dist/main.js', 'dist/index.js', 'dist/store-host.js', 'dist/types/index.d.ts']),
    );
  });

  test('says in its manifest how it is started, imported and bundled, and which Node it needs', () => {
    const installed = JSON.parse(
      readFileSync(join(folder, 'node_modules', 'predict-presents', 'package.json'), 'utf8'),
    );
    expect(installed).toMatchObject({
      bin: { presents: 'dist/main.js' },
      type: 'module',
      exports: { '.': { types: './dist/types/index.d.ts', default: './dist/index.js' } },
      engines: { node: '>=22.12' },
      sideEffects: ['./dist/main.js', './dist/store-host.js', './dist/demo-traffic.js'],
    });
    for (const path of [
      ...Object.values<string>(installed.exports['.']),
      installed.bin.presents,
      ...installed.sideEffects,
    ]) {
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

  test('its types hold for a program that is checked strictly', async () => {
    const source = `
      import { type IssuedKey, openStore, type Store } from 'predict-presents';
      const store: Store = await openStore('api.db');
      const issued: IssuedKey = await store.users.create('shop');
      // @ts-expect-error A key is no number.
      const wrong: number = issued.apiKey;
      export { wrong };`;
    writeFileSync(join(folder, 'consumer.ts'), source);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    const typeRoots = ['--typeRoots', resolve('node_modules/@types')];
    await run(resolve('node_modules/.bin/tsc'), [...options, ...typeRoots, 'consumer.ts'], { cwd: folder });
  });
});
