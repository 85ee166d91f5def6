import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/run-cli.ts';
import { copyLiveReference, querySql } from '../helpers/store.ts';
import { startInShell } from './shell.ts';

/** A module that is loaded before the program, in each of its threads, and makes something of it fail. */
function poison(source: string): { readonly NODE_OPTIONS: string } {
  const path = join(temporaryFolder(), 'poison.mjs');
  writeFileSync(path, `import { isMainThread } from 'node:worker_threads';\n${source}`);
  return { NODE_OPTIONS: `--import=${path}` };
}

/** Poisons the main thread, or the worker, when the file at `fuse` is there. */
const whenLit = (fuse: string, harm: string, thread = 'isMainThread') =>
  poison(`
  import { existsSync, writeFileSync } from 'node:fs';
  const harm = () => { if (existsSync(${JSON.stringify(fuse)})) { ${harm} } };
  if (${thread}) {
    // What starts while the fuse is lit is harmed before it can answer.
    harm();
    setInterval(harm, 20).unref();
  }`);

const hint = '  Set PRESENTS_DEBUG=1 and try again to see where it happened.';

describe('A bug ends the dashboard with a sentence, and the terminal is as it was', () => {
  const harms = {
    'in a timer': `throw new Error('out of luck \\u001b[2J');`,
    'in a promise': `Promise.reject(new Error('out of luck \\u001b[2J'));`,
    'that is no Error': `throw 'out of luck \\u001b[2J';`,
    'again and again': `for (let i = 0; i < 9; i++) Promise.reject(new Error('out of luck \\u001b[2J'));`,
    // Frames are put together with it. A key would ask for one too, but the shell may be back, and echo it, before it comes.
    'in a render': `Array.from = () => { throw new Error('out of luck \\u001b[2J'); };
      process.stdout.columns -= 1;
      process.stdout.emit('resize');`,
  };

  test.each(Object.entries(harms))('%s', async (_, harm) => {
    const path = copyLiveReference();
    const fuse = join(temporaryFolder(), 'fuse');
    const { program, ended } = startInShell(['--db', path], { env: whenLit(fuse, harm) });
    await program.waitFor('● live');
    writeFileSync(fuse, '');
    expect(await ended()).toEqual({
      code: 1,
      said: ['✗ This is a bug in presents: out of luck ␛[2J', hint],
      changed: [],
    });
    expect(querySql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  });
});

test('A thread that cannot be started ends the dashboard with a sentence, though it starts before the command line is read', async () => {
  const harm = `
    import threads from 'node:worker_threads';
    import { syncBuiltinESMExports } from 'node:module';
    threads.Worker = class { constructor() { throw new Error('out of luck'); } };
    syncBuiltinESMExports();`;
  const { ended } = startInShell(['--db', copyLiveReference()], { env: poison(harm) });
  expect(await ended()).toEqual({ code: 1, said: ['✗ This is a bug in presents: out of luck', hint], changed: [] });
});

test('A bug in a render right behind the first frame, whose effects have still to run, leaves the terminal as it was', async () => {
  const harm = `
    if (isMainThread) {
      const { write } = process.stdout;
      process.stdout.write = function (chunk, ...rest) {
        const isRead = write.call(this, chunk, ...rest);
        if (!String(chunk).includes('Users')) return isRead;
        process.stdout.write = write;
        // React puts off the effects of what took long.
        for (const start = Date.now(); Date.now() - start < 50; );
        process.nextTick(() => {
          Array.from = () => { throw new Error('out of luck'); };
          process.stdout.columns -= 1;
          process.stdout.emit('resize');
        });
        return isRead;
      };
    }`;
  const { ended } = startInShell(['--db', copyLiveReference()], { env: poison(harm) });
  expect(await ended()).toEqual({ code: 1, said: ['✗ This is a bug in presents: out of luck', hint], changed: [] });
});

test('A bug in a key handler is told, and the dashboard goes on', async () => {
  const fuse = join(temporaryFolder(), 'fuse');
  const isHarmed = join(temporaryFolder(), 'harmed');
  const harm = `const { toString } = Buffer.prototype;
    writeFileSync(${JSON.stringify(isHarmed)}, '');
    Buffer.prototype.toString = function (encoding, ...range) {
      if (encoding === 'base64') throw new Error('out of luck \\u001b[2J');
      return toString.call(this, encoding, ...range);
    };`;
  const { program, ended } = startInShell(['--db', copyLiveReference()], { env: whenLit(fuse, harm) });
  await program.waitFor('● live');
  writeFileSync(fuse, '');
  await expect.poll(() => existsSync(isHarmed), { interval: 5 }).toBe(true);
  program.press('y');
  await program.waitFor('✗ Command failed: out of luck ␛[2J');
  program.press('3');
  await program.waitFor('MESSAGE');
  program.press('q');
  expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
});

describe('The thread that reads the database', () => {
  const ends = [
    [`throw new Error('out of luck \\u001b[2J')`, 'ended: out of luck ␛[2J'],
    [`Promise.reject(new Error('out of luck'))`, 'ended: out of luck'],
    ['process.exit(9)', 'The thread that reads the database ended'],
  ] as const;

  // Side by side, since they wait for most of their time.
  test('throws, rejects or is killed: the dashboard says so, stays, and reads again by itself', async () => {
    await Promise.all(ends.map(([harm, sentence]) => expectItGoesOn(harm, sentence)));
  });

  async function expectItGoesOn(harm: string, sentence: string): Promise<void> {
    const fuse = join(temporaryFolder(), 'fuse');
    const { program, ended } = startInShell(['--db', copyLiveReference()], {
      columns: 160,
      env: whenLit(fuse, harm, '!isMainThread'),
    });
    await program.waitFor(/● live[\s\S]*client1/);
    writeFileSync(fuse, '');
    await program.waitFor(/▲ stale \d+ s/);
    await program.waitFor(sentence);
    expect(program.screen()).toContain('client1');
    program.press('2');
    await program.waitFor('Top users');
    rmSync(fuse);
    await program.waitFor('● live');
    program.press('q');
    expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
  }

  test('dies while the dashboard is being left: it is left all the same', async () => {
    const fuse = join(temporaryFolder(), 'fuse');
    const { program, ended } = startInShell(['--db', copyLiveReference()], {
      env: whenLit(fuse, 'process.exit(9)', '!isMainThread'),
    });
    await program.waitFor(/● live[\s\S]*client1/);
    writeFileSync(fuse, '');
    await program.waitFor('▲ stale');
    program.press('q');
    expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
  });
});
