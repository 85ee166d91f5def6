import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { missingNode, NODE_RANGE } from '../../src/text/node-version.ts';

describe('The Node that is needed', () => {
  test('is the one that the package asks for', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8')).engines.node).toBe(NODE_RANGE);
  });

  test.each([
    ['20.20.2', '22.14'],
    ['21.99.0', '22.14'],
    ['22.13.1', '22.14'],
    ['23.5.0', '23.6'],
  ])('is named to one that is too old, such as %s', (running, needed) => {
    expect(missingNode(running)).toBe(`presents needs Node ${needed} or newer, and this is Node ${running}.`);
  });

  test.each(['22.14.0', '23.6.0', '24.0.0', '26.10.0'])(
    'is not named to one that is new enough, such as %s',
    (running) => {
      expect(missingNode(running)).toBeUndefined();
    },
  );
});

/** A Node of this machine that is too old, beside the one that the tests run on. */
function findOldNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders.map((folder) => join(folder, 'node')).find((path) => missingNode(versionOf(path)) !== undefined);
}

function versionOf(path: string): string {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).replace(/^v/, '').trim();
  } catch {
    return '99.0';
  }
}

const oldNode = findOldNode();
const url = pathToFileURL(resolve('dist/index.js')).href;

describe.skipIf(oldNode === undefined)('On a Node of this machine that is too old', () => {
  const run = (args: readonly string[]) => {
    const { status, signal, stdout, stderr } = spawnSync(oldNode ?? '', args, { encoding: 'utf8' });
    return { status, signal, stdout, stderr };
  };
  const sentence = missingNode(versionOf(oldNode ?? '')) ?? '';

  test.each([
    ['import', ['--input-type=module', '--eval', `import { openStore } from '${url}'; await openStore('none.db');`]],
    ['import()', ['--eval', `import('${url}').then(({ openStore }) => openStore('none.db'));`]],
    ['require', ['--eval', `require(${JSON.stringify(resolve('dist/index.js'))}).openStore('none.db');`]],
  ])('the library that is loaded by %s says which is needed in one line, and does not crash', (how, args) => {
    const { status, signal, stdout, stderr } = run(args);
    // An older one cannot require modules at all, and says so itself.
    if (how === 'require' && stderr.includes('ERR_REQUIRE_ESM')) return;
    expect({ status, signal, stdout, stderr }).toEqual({
      status: 1,
      signal: null,
      stdout: '',
      stderr: `${sentence}\n`,
    });
  });

  test('whoever catches what the library throws has the sentence alone', () => {
    const { stdout } = run(['--eval', `import('${url}').catch(({ name, message }) => console.log(name, message));`]);
    expect(stdout).toBe(`Error ${sentence}\n`);
  });

  test('a program that handles what nobody catches handles that too', () => {
    const handle = `process.on('uncaughtException', ({ message }) => console.log(message));`;
    const { status, stdout, stderr } = run(['--eval', `${handle} import('${url}');`]);
    expect([status, stdout, stderr]).toEqual([0, `${sentence}\n`, '']);
  });

  test('the program says it in one line', () => {
    expect(run(['dist/main.js', '--version'])).toEqual({
      status: 1,
      signal: null,
      stdout: '',
      stderr: `${sentence}\n`,
    });
  });
});

describe('On the Node that the tests run on', () => {
  test.each(['import', 'require'])('the library is loaded by %s', (how) => {
    const load = how === 'import' ? `await import('${url}')` : `require(${JSON.stringify(resolve('dist/index.js'))})`;
    const script = `(async () => console.log(typeof (${load}).openStore))();`;
    expect(execFileSync(process.execPath, ['--eval', script], { encoding: 'utf8' })).toBe('function\n');
  });
});
