import { expect, test } from 'vitest';
import { runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';

test('version says what the program runs on, for a person and for a script, without a database', async () => {
  const home = temporaryFolder();
  const world = { cwd: '/', env: { HOME: home, PRESENTS_CONFIG: '' } };
  const { exitCode, stdout } = await runInProcess(['version', '--json'], world);
  expect([exitCode, JSON.parse(stdout)]).toEqual([
    0,
    {
      presents: '9.9.9',
      node: process.versions.node,
      sqlite: expect.stringMatching(/^3\.\d+\.\d+$/),
      pg: expect.stringMatching(/^8\.\d+\.\d+$/),
      platform: expect.stringContaining(process.platform),
      config: `${home}/.config/presents/config.json`,
    },
  ]);
  const text = await runInProcess(['version'], world);
  expect(text.stdout).toMatch(/^presents {2}9\.9\.9\nnode {6}\d+\./);
  expect(text.stdout).toMatch(/\nconfig {4}\S+config\.json \(does not exist\)\n$/);
  expect((await runInProcess(['version', '--csv'], world)).exitCode).toBe(2);
});
