import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hashApiKey } from '../../src/store/checks/keys.ts';
import { openFileWriter } from '../../src/store/sqlite/file/bulk-writer.ts';
import { aUser, querySql, temporaryFolder } from '../helpers/store.ts';

interface Program {
  readonly name: string;
  readonly source: string;
  /** Output of the example, where the page states it. */
  readonly output: string | undefined;
}

/** Programs that hold types to what they are, and are not. */
const CONSUMERS = 'test/examples/consumers';
const DOCUMENTS = ['library', 'frameworks', 'request-logging', 'store']
  .map((page) => `docs/${page}.md`)
  .concat('README.md');
const FRAMEWORKS = ['express', 'fastify', 'hono', '@hono/node-server', 'connect'];
const PACKAGES = [...FRAMEWORKS, 'compression', 'cors', 'typescript'];
const TYPES = ['node', 'express', 'connect', 'compression', 'cors', 'passport'].map((name) => `@types/${name}`);

/** The programs on a page, each with the output that follows it. */
function programsOf(path: string): readonly Program[] {
  const blocks = readFileSync(path, 'utf8').matchAll(/^```ts\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms);
  return Array.from(blocks, ([, source = '', output], index) => {
    const imported = /from '(express|connect|fastify|hono|node:http)'/.exec(source)?.[1];
    return { name: `${path} ${index + 1}${imported ? ` (${imported})` : ''}`, source, output };
  });
}

const programs = DOCUMENTS.flatMap(programsOf);
const servers = programs.filter(({ source }) => source.includes('process.env.PORT'));
const scripts = programs.filter((program) => !servers.includes(program));
const fileOf = (program: Program) => `program-${programs.indexOf(program)}.ts`;

let project = '';

/** A project of somebody who has installed this package, and the others that the pages use. */
beforeAll(() => {
  execFileSync(process.execPath, ['scripts/types.ts'], { stdio: 'inherit' });
  project = temporaryFolder();
  const link = (name: string, target: string) => {
    const place = join(project, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(resolve(target), place);
  };
  link('predict-presents', '.');
  for (const name of [...PACKAGES, ...TYPES]) link(name, `node_modules/${name}`);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  for (const program of programs) writeFileSync(join(project, fileOf(program)), program.source);
  for (const name of readdirSync(CONSUMERS)) copyFileSync(join(CONSUMERS, name), join(project, name));
});

const KEY = 'a-key-of-shop';

/** A folder with a database of these users. */
function folderWithDatabase(...users: Parameters<typeof aUser>[]): string {
  const folder = temporaryFolder();
  const writer = openFileWriter(join(folder, 'predict_presents.db'));
  writer.insertUsers(users.map((user) => aUser(...user)));
  writer.close();
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** Asks as soon as the server is there. */
async function ask(
  server: ChildProcess,
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; answer: unknown }> {
  while (server.exitCode === null && server.signalCode === null) {
    try {
      const response = await fetch(url, { headers });
      return { status: response.status, answer: await response.json() };
    } catch {
      await delay(50);
    }
  }
  throw new Error('The server has ended.');
}

/** Checks the types of programs of the project, and of all that they import. */
function compile(files: readonly string[]): void {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const { stdout, status } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' });
  expect([stdout, status]).toEqual(['', 0]);
}

describe('The library', () => {
  test('has a page with programs of every kind', () => {
    expect(servers.length).toBeGreaterThanOrEqual(5);
    expect(scripts.length).toBeGreaterThanOrEqual(3);
    expect(scripts.filter(({ output }) => output === undefined)).toEqual([]);
  });

  test('has types that need nothing but Node’s, and every program on its pages fits them', () => {
    const declarations = globSync('dist/types/**/*.d.ts', { exclude: ['**/frameworks/**'] }).map((path) =>
      readFileSync(path, 'utf8'),
    );
    const foreign = declarations.flatMap((text) => text.match(/from ['"](?!\.|node:)[^'"]+['"]/g) ?? []);
    expect([declarations.length > 5, foreign]).toEqual([true, []]);
    compile([...programs.map(fileOf), 'node.ts', 'express.ts', 'fastify.ts', 'hono.ts']);
    // Each of these says of all requests what is on them.
    compile(['fastify-jwt.ts', 'express-passport.ts']);
  });

  test.each(scripts.map((program) => [program.name, program] as const))(
    '%s prints what its page says',
    (_, program) => {
      const needsDatabase = !program.source.includes('initDatabase');
      const cwd = needsDatabase ? folderWithDatabase() : temporaryFolder();
      const output = execFileSync(process.execPath, [join(project, fileOf(program))], {
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, NO_COLOR: '1' },
      });
      expect(output).toBe(program.output);
    },
  );

  test.each(servers.map((program) => [program.name, program] as const))(
    '%s admits requests with a valid API key, and logs the call before it ends',
    async (_, program) => {
      const cwd = folderWithDatabase(['shop', { apiKeyHash: hashApiKey(KEY) }]);
      const port = await freePort();
      const env = { ...process.env, PORT: String(port) };
      const server = spawn(process.execPath, [join(project, fileOf(program))], { cwd, env, stdio: 'inherit' });
      onTestFinished(() => {
        server.kill('SIGKILL');
      });
      const url = `http://localhost:${port}/api/hello/ada`;
      expect(await ask(server, url, {})).toMatchObject({
        status: 401,
        answer: { message: expect.stringContaining('API key') },
      });
      const headers = { 'api-key': KEY, authorization: `Bearer ${KEY}`, connection: 'close' };
      expect(await ask(server, url, headers)).toEqual({ status: 200, answer: { hello: 'ada', from: 'shop' } });
      const exit = once(server, 'exit');
      server.kill('SIGTERM');
      await exit;
      const route = /\/hello\/:name/.test(program.source) ? '/api/hello/:name' : '/api/hello/ada';
      expect(
        querySql(join(cwd, 'predict_presents.db'), 'SELECT api_route, response_payload FROM user_api_call_log'),
      ).toEqual([{ api_route: route, response_payload: '{"hello":"ada","from":"shop"}' }]);
    },
  );
});
