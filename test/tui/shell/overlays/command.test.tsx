import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../../helpers/console.tsx';

type Run = NonNullable<NonNullable<Parameters<typeof renderConsole>[0]>['runCommand']>;

/** The dashboard, and the commands that it ran. */
async function withCommands(answer: Run) {
  const ran: string[][] = [];
  const runCommand: Run = (words, watch) => {
    ran.push([...words]);
    return answer(words, watch);
  };
  return { ...(await renderConsole({ theme: 'none', runCommand })), ran };
}

describe('A command in the dashboard', () => {
  test('runs from the palette and shows what it writes, and how it ended', async () => {
    const { app, ran } = await withCommands(async (_words, { onLine }) => {
      onLine('✓ file       can be read');
      onLine('✗ index      \u001b[2Jidx_api_log_errors is missing');
      return 1;
    });
    await app.type(':doctor\r');
    expect(ran).toEqual([['doctor']]);
    expect(app.screen()).toMatch(/✓ file {7}can be read/);
    expect(app.screen()).toContain('␛[2Jidx_api_log_errors');
    expect(app.screen()).toContain('ended with exit code 1');
    await app.press('escape');
    expect(app.screen()).not.toContain('exit code');
  });

  test('is shown to be changed first where it has words of its own', async () => {
    const { app, ran } = await withCommands(async () => 0);
    await app.type(':report\r');
    expect(app.screen()).toContain('presents report --hours 24 --out report.html');
    await app.press('ctrl+w');
    await app.type(`'my report.html'\r`);
    expect(ran).toEqual([['report', '--hours', '24', '--out', 'my report.html']]);
    expect(app.screen()).toContain('✓ done');
  });

  test('that would show a key in the open is not run, nor one that cannot be read', async () => {
    const { app, ran } = await withCommands(async () => 0);
    await app.type(':run a command\ruser create x\r');
    expect(app.screen()).toContain('The new key would stand here in the open.');
    await app.press('ctrl+u');
    await app.type("calls --where 'x\r");
    expect(app.screen()).toContain("The ' is never closed.");
    expect(ran).toEqual([]);
  });

  test('is stopped by Esc, and its long answer is scrolled', async () => {
    const { app } = await withCommands(
      (_words, { onLine, signal }) =>
        new Promise((resolve) => {
          for (let line = 1; line <= 500; line += 1) onLine(`line ${line}`);
          signal.addEventListener('abort', () => resolve(130));
        }),
    );
    await app.type(':version\r');
    expect(app.screen()).toContain('line 500');
    await app.press('escape');
    expect(app.screen()).toContain('stopped');
    expect(app.screen()).toMatch(/line 1\s/);
    await app.press('G');
    expect(app.screen()).toContain('line 500');
  });
});
