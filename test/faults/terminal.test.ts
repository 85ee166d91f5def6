import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startPresents, startPty } from '../helpers/pty.ts';
import { copyLiveReference, querySql } from '../helpers/store.ts';
import { startInShell } from './shell.ts';

const whole = (path: string) => querySql(path, 'PRAGMA integrity_check');

describe('The dashboard leaves the terminal as it was', () => {
  test.each([
    ['q', 0],
    ['ctrl+c', 0],
  ])('after %s', async (key, code) => {
    const path = copyLiveReference();
    const { program, ended } = startInShell(['--db', path]);
    await program.waitFor('● live');
    program.press(key);
    expect(await ended()).toEqual({ code, said: [], changed: [] });
    expect(whole(path)).toEqual([{ integrity_check: 'ok' }]);
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('after %s, and says so', async (name) => {
    const path = copyLiveReference();
    const { program, signal, ended } = startInShell(['--db', path]);
    await program.waitFor('● live');
    signal(name);
    expect(await ended()).toEqual({ code: 130, said: [`✗ The dashboard was ended by ${name}.`], changed: [] });
    expect(whole(path)).toEqual([{ integrity_check: 'ok' }]);
  });

  test('after two signals in a row', async () => {
    const { program, signal, ended } = startInShell(['--db', copyLiveReference()]);
    await program.waitFor('● live');
    signal('SIGTERM');
    signal('SIGINT');
    expect(await ended()).toMatchObject({ code: 130, changed: [] });
  });

  test('while it is still starting', async () => {
    for (const waitMs of [30, 60, 90, 120, 150, 200]) {
      const { started, signal, ended } = startInShell(['--db', copyLiveReference()]);
      await started();
      await delay(waitMs);
      signal('SIGTERM');
      const { code, changed } = await ended();
      expect([130, 143], `after ${waitMs} ms`).toContain(code);
      expect(changed, `after ${waitMs} ms`).toEqual([]);
    }
  });

  test('when its keyboard is gone, and says so', async () => {
    const keyboard = startPty({ command: 'bash', args: ['-c', 'tty; exec sleep 60'] });
    await keyboard.waitFor(/^\/dev\S+$/m);
    const script = `exec "$@" < ${keyboard.screen().trim()}`;
    const words = ['-c', script, 'bash', process.execPath, resolve('dist/main.js')];
    const { program, ended } = startInShell([...words, '--db', copyLiveReference()], {
      command: 'bash',
      // This terminal would answer questions about its colours where nobody reads.
      env: { NO_COLOR: '1' },
    });
    await program.waitFor('● live');
    keyboard.hangUp();
    expect(await ended()).toEqual({
      code: 130,
      said: ['✗ The dashboard ended because its keyboard is gone: standard input was closed.'],
      changed: [],
    });
  });

  test('while it is stopped by Ctrl-Z, and comes back with fg', async () => {
    const program = startPty({ command: 'bash', args: ['--norc', '--noprofile', '-i'], env: { PS1: '$ ' } });
    await program.waitFor(/^\$$/m);
    program.type(`${process.execPath} dist/main.js --db ${copyLiveReference()}\r`);
    await program.waitFor('● live');
    for (let round = 0; round < 2; round += 1) {
      program.press('ctrl+z');
      await program.waitFor(/Stopped[\s\S]*^\$$/m);
      expect(program.terminal.modesLeftOn().filter((mode) => mode !== 'bracketed paste')).toEqual([]);
      program.type('stty -a\r');
      await program.waitFor(/ icanon .* echo /s);
      program.type('clear; fg\r');
      await program.waitFor('● live');
      expect(program.terminal.modesLeftOn()).toContain('mouse clicks');
      // A click on the tab of Errors.
      const column = 2 + (program.terminal.lines()[0]?.indexOf('3 Errors') ?? 0);
      program.type(`\u001b[<0;${column};1M\u001b[<0;${column};1m`);
      await program.waitFor('MESSAGE');
      program.press('1');
      await program.waitFor('LAST CALL');
    }
    program.press('q');
    await program.waitFor(/^\$$/m);
    program.type('exit\r');
    expect((await program.exit).exitCode).toBe(0);
  });

  test('and has the size that the terminal was given while it was stopped, and what was typed', async () => {
    const program = startPty({ command: 'bash', args: ['--norc', '--noprofile', '-i'], env: { PS1: '$ ' } });
    await program.waitFor(/^\$$/m);
    program.type(`${process.execPath} dist/main.js --db ${copyLiveReference()}\r`);
    await program.waitFor('● live');
    program.press('ctrl+z');
    await program.waitFor(/Stopped[\s\S]*^\$$/m);
    program.resize(90, 20);
    program.type('clear; fg\r');
    // The first of 20 lines, and the last.
    await program.waitFor(/^ .*1 Users .*\n(.*\n){18} .* q quit *$/);
    // While something is typed, too, which is still there afterwards.
    program.type(':acm');
    await program.waitFor(': acm');
    program.press('ctrl+z');
    await program.waitFor(/Stopped[\s\S]*^\$$/m);
    program.type('clear; fg\r');
    await program.waitFor(': acm');
  });
});

describe('Where the terminal is gone', () => {
  test('the dashboard ends in order', async () => {
    const path = copyLiveReference();
    const program = startPresents(['--db', path]);
    await program.waitFor('● live');
    program.hangUp();
    // The signal that says so may come again while Node itself is ending.
    expect([
      { exitCode: 130, signal: null },
      { exitCode: 0, signal: 'SIGHUP' },
    ]).toContainEqual(await program.exit);
    expect(whole(path)).toEqual([{ integrity_check: 'ok' }]);
  });
});

describe('A terminal of 10x3', () => {
  test('shows the health of the data, takes keys, and grows again', async () => {
    const program = startPresents(['--db', copyLiveReference()], { columns: 10, rows: 3 });
    const isSmall = (screen: string) => screen.includes('● live') && screen.split('\n').length <= 3;
    await program.waitFor(isSmall);
    program.press('?');
    await program.waitFor('─ Keys ─');
    program.press('escape');
    await program.waitFor(isSmall);
    for (const [key, heading] of [
      ['2', 'Top users'],
      ['3', 'MESSAGE'],
      ['4', 'CLASSIFIED'],
      ['1', 'LAST CALL'],
    ] as const) {
      program.press(key);
      program.resize(100, 30);
      await program.waitFor(heading);
      program.resize(10, 3);
      await program.waitFor(isSmall);
    }
    // What has no room to ask in asks nothing.
    program.press('a', 'x', '/', '?');
    await program.waitFor('─ Keys ─');
    program.press('escape');
    await program.waitFor(isSmall);
    program.resize(1, 1);
    program.resize(100, 30);
    await program.waitFor('LAST CALL');
    expect(program.screen()).not.toMatch(/Username:|Deactivate/);
    program.press('q');
    expect(await program.exit).toMatchObject({ exitCode: 0 });
    expect(program.terminal.modesLeftOn()).toEqual([]);
  });
});
