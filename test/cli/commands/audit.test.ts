import { describe, expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../../helpers/run-cli.ts';

describe('audit', () => {
  test('says so where nothing was done, in a file that has no such table', async () => {
    const { stdout, exitCode } = await runInProcess(['audit'], { cwd: referenceFolder() });
    expect([exitCode, stdout]).toEqual([0, 'Nothing was done yet.\n']);
  });

  test('lists what was done, the newest first, as many as are asked for', async () => {
    const cwd = referenceFolder();
    for (const command of ['deactivate', 'reactivate'])
      await runInProcess(['user', command, 'evil\u001b[31mred'], { cwd });
    await runInProcess(['cleanup', 'cache', '--yes'], { cwd });
    const text = await runInProcess(['audit'], { cwd });
    expect(text.stdout).toMatch(
      /^TIME +ACTOR +ACTION +TARGET +DETAIL\n2026-11-20 13:00:00 {2}tester@host {2}cleanup cache/,
    );
    expect(text.stdout).toContain('evil␛[31mred');
    const json = await runInProcess(['audit', '--limit', '2', '--json'], { cwd });
    expect(JSON.parse(json.stdout)).toEqual([
      expect.objectContaining({ action: 'cleanup cache', detail: expect.objectContaining({ deleted: 265 }) }),
      {
        id: 2,
        dateTime: '2026-11-20T12:00:00.000Z',
        actor: 'tester@host',
        action: 'user reactivate',
        target: 'evil\u001b[31mred',
        detail: { userId: 12 },
      },
    ]);
    const short = await runInProcess(['audit', '--limit', '2'], { cwd });
    expect(short.stderr).toContain('2 of 3 actions; --limit all prints every one.');
    const all = await runInProcess(['audit', '--limit', 'all'], { cwd });
    expect(all).toMatchObject({ stdout: text.stdout, stderr: text.stderr });
    const csv = await runInProcess(['audit', '--csv'], { cwd });
    expect(csv.stdout.split('\r\n')).toHaveLength(5);
  });

  test('lists what was done to one user, by name or by id, by one person, of one kind, in the last hours', async () => {
    const cwd = referenceFolder();
    for (const argv of [
      ['user', 'deactivate', 'client1'],
      ['user', 'reactivate', 'client1'],
      ['user', 'deactivate', 'acme-shop'],
    ])
      await runInProcess(argv, { cwd });
    const idsOf = async (...argv: readonly string[]) => {
      const { stdout } = await runInProcess(['audit', '--json', ...argv], { cwd });
      return (JSON.parse(stdout) as { readonly id: number }[]).map(({ id }) => id);
    };
    expect(await idsOf('--target', 'client1')).toEqual([2, 1]);
    expect(await idsOf('--target', '#1')).toEqual([2, 1]);
    expect(await idsOf('--target', '#99')).toEqual([]);
    expect(await idsOf('--actor', 'tester', '--action', 'user deactivate')).toEqual([3, 1]);
    expect(await idsOf('--actor', 'test')).toEqual([]);
    expect(await idsOf('--hours', '1')).toEqual([3, 2, 1]);
    const { stdout } = await runInProcess(['audit', '--target', 'nobody'], { cwd });
    expect(stdout).toBe('Nothing of the kind was done.\n');
  });

  test('keeps a name that a spreadsheet would take for a formula from being one', async () => {
    const cwd = referenceFolder();
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)']) {
      await runInProcess(['user', 'create', `--username=${name}`], { cwd });
      const { stdout } = await runInProcess(['user', 'list', '--csv'], { cwd });
      expect(stdout.split('\r\n')[1]).toContain(`,'${name},`);
    }
  });
});
