import { expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';

test('progress is not written over and over for a screen reader', async () => {
  const argv = ['cleanup', 'cache', '--days', '1', '--yes'];
  const isTTY = { stderr: true };
  const drawn = await runInProcess(argv, { cwd: referenceFolder(), isTTY });
  expect(drawn.stderr).toContain('\r');
  const read = await runInProcess(argv, { cwd: referenceFolder(), isTTY, env: { INK_SCREEN_READER: 'true' } });
  expect(read.stderr).not.toContain('\r');
  expect(read.stderr).toContain('Deleted');
});
