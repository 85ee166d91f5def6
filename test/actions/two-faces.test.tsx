import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';

/** Presses these keys and returns the message line of the dashboard. */
async function saidInDashboard(keys: readonly string[]): Promise<string> {
  const { app } = await renderConsole({ columns: 200 });
  for (const key of keys) await app.press(key);
  await app.waitFor(/[✓▲✗] /);
  const [, text = ''] = /[✓▲✗] (.*?)(?: u undoes it\.)?(?: +≙|$)/.exec(app.lines().at(-2) ?? '') ?? [];
  return text.trim();
}

/** Runs the command and returns its first message. */
async function saidByCommand(words: readonly string[]): Promise<string> {
  const cwd = referenceFolder();
  const { stderr } = await runInProcess([...words, '--yes', '--db', join(cwd, 'predict_presents.db')], { cwd });
  return /^[✓!✗] (.*)$/m.exec(stderr)?.[1] ?? '';
}

describe('The dashboard and the command say the same', () => {
  test.each([
    ['deactivate', ['x', 'y'], ['user', 'deactivate', 'client1']],
    ['reactivate', ['j', 'x', 'y'], ['user', 'reactivate', 'client2']],
    [
      'a cleanup for which nothing is old enough',
      ['4', 'C', 'ctrl+u', '9', '9', '9', 'enter'],
      ['cleanup', 'cache', '--days', '999'],
    ],
  ])('of %s', async (_, keys, words) => {
    const said = await saidInDashboard(keys);
    expect(said).not.toBe('');
    expect(await saidByCommand(words)).toBe(said);
  });
});
