import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startPresents } from '../helpers/pty.ts';
import { referenceFolder } from '../helpers/run-cli.ts';

describe('in a real terminal', () => {
  const question = 'this cannot be undone. [y/N]';

  test('a question takes a typed yes, and the program ends', async () => {
    const cwd = referenceFolder();
    const program = startPresents(['user', 'regenerate-key', 'client1'], { cwd });
    await program.waitFor(question);
    program.type('yes');
    program.press('enter');
    expect(await program.exit).toMatchObject({ exitCode: 0 });
    expect(program.screen()).toMatch(/\n {4}[\w-]{43}\n/);
  });

  test('Ctrl-C at a question changes nothing and exits 130', async () => {
    const cwd = referenceFolder();
    const program = startPresents(['user', 'regenerate-key', 'client1', '--output', join(cwd, 'new.key')], { cwd });
    await program.waitFor(question);
    program.press('ctrl+c');
    expect(await program.exit).toMatchObject({ exitCode: 130 });
    expect(program.screen()).toContain('Interrupted; nothing was changed.');
  });

  test('the end of the input is a no', async () => {
    const program = startPresents(['cleanup', 'cache', '--days', '1'], { cwd: referenceFolder() });
    await program.waitFor('[y/N]');
    program.press('ctrl+d');
    expect(await program.exit).toMatchObject({ exitCode: 2 });
    expect(program.screen()).toContain('Not confirmed; nothing was changed.');
  });

  test('tables fit the width that the terminal says it has', async () => {
    const program = startPresents(['stats', 'errors'], { cwd: referenceFolder(), columns: 60 });
    expect(await program.exit).toMatchObject({ exitCode: 0 });
    expect(program.screen()).toContain('Times are those of');
    expect(
      program
        .screen()
        .split('\n')
        .filter((line) => line.startsWith('20')),
    ).toHaveLength(10);
  });
});
