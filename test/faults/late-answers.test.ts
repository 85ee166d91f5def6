import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type PtyOptions, type PtyProgram, startPty } from '../helpers/pty.ts';
import { copyLiveReference } from '../helpers/store.ts';

const background = '#1a1b26';
const countOf = (text: string, part: string) => text.split(part).length - 1;

/** The dashboard under a shell that then tells what was typed into it up to Return; the terminal answers when it is told. */
function startUnderShell(options: Omit<PtyOptions, 'args' | 'command'> = {}) {
  const { promise: answersAfter, resolve: answer } = Promise.withResolvers<void>();
  const script = '"$@" 2>/dev/null; echo "[the shell is back]"; IFS= read -r line; printf "\\n[typed: %q]\\n" "$line"';
  const argv = [process.execPath, resolve('dist/main.js'), '--db', copyLiveReference()];
  const args = ['-c', script, 'sh', ...argv];
  const program = startPty({ background, answersAfter, ...options, command: 'bash', args });
  return { program, answer };
}

/** Sends a signal to the dashboard that the shell runs. */
const signalDashboard = (program: PtyProgram, name: NodeJS.Signals): void => {
  const children = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8');
  process.kill(Number(children.trim().split(' ')[0]), name);
};

const hasLeft = (program: PtyProgram) => program.waitFor(() => program.terminal.raw.includes('\u001b[?1049l'));

/** Returns the text that was typed into the shell when all is over. */
async function typedIntoShell(program: PtyProgram): Promise<string | undefined> {
  await program.waitFor('[the shell is back]');
  program.type('\r');
  await program.exit;
  expect(program.screen()).not.toMatch(/rgb|\?[\d;]+c|\[A/);
  return /^\[typed: (.*)\]$/m.exec(program.screen())?.[1];
}

describe('An answer of the terminal that comes late is never typed into the shell', () => {
  test.each(['q', 'ctrl+c'])('after %s', async (key) => {
    const { program, answer } = startUnderShell();
    await program.waitFor('● live');
    program.press(key);
    await hasLeft(program);
    answer();
    expect(await typedIntoShell(program)).toBe("''");
  });

  test('after keys that were typed ahead', async () => {
    const { program, answer } = startUnderShell();
    await program.waitFor(() => program.terminal.raw.includes('\u001b]11;?'));
    program.type('2jjq');
    await hasLeft(program);
    answer();
    expect(await typedIntoShell(program)).toBe("''");
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('after %s', async (name) => {
    const { program, answer } = startUnderShell();
    await program.waitFor('● live');
    signalDashboard(program, name);
    await hasLeft(program);
    answer();
    expect(await typedIntoShell(program)).toBe("''");
  });

  test('in pieces', async () => {
    let sent = Promise.resolve();
    const answerInPieces = (data: string, send: (piece: string) => void) => {
      for (const piece of data) sent = sent.then(() => turn()).then(() => send(piece));
    };
    const { program, answer } = startUnderShell({ answer: answerInPieces });
    await program.waitFor('● live');
    program.press('q');
    await hasLeft(program);
    answer();
    expect(await typedIntoShell(program)).toBe("''");
  });

  test('nor waits the dashboard for ever where a terminal never answers', async () => {
    const { program } = startUnderShell();
    await program.waitFor('● live');
    program.press('q');
    await hasLeft(program);
    expect(await typedIntoShell(program)).toBe("''");
  });

  test('when the dashboard is stopped, which asks no second time when it is back', async () => {
    const { promise: answersAfter, resolve: answer } = Promise.withResolvers<void>();
    const args = ['--norc', '--noprofile', '-i'];
    const program = startPty({ command: 'bash', args, env: { PS1: '$ ' }, background, answersAfter });
    onTestFinished(() => answer());
    await program.waitFor(/^\$$/m);
    program.type(`${process.execPath} dist/main.js --db ${copyLiveReference()}\r`);
    await program.waitFor('● live');
    program.press('ctrl+z');
    await hasLeft(program);
    answer();
    await program.waitFor(/Stopped[\s\S]*^\$$/m);
    expect(program.screen()).not.toMatch(/rgb|\?[\d;]+c/);
    program.type('clear; fg\r');
    await program.waitFor('● live');
    expect(countOf(program.terminal.raw, '\u001b]11;?')).toBe(1);
    program.press('q');
    await program.waitFor(/^\$$/m);
    program.type('exit\r');
    expect((await program.exit).exitCode).toBe(0);
  });
});
