import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeNewFile, newFileReason } from '../../src/files/new-file.ts';
import { canMount, runTool } from '../faults/program.ts';
import { temporaryFolder } from '../helpers/store.ts';

test('a new file is whole, its owner’s alone, and as long as it says', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'report.html');
  await expect(makeNewFile(path, ['é', 'b'])).resolves.toBe(3);
  expect(readFileSync(path, 'utf8')).toBe('éb');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a new file takes no other file’s place unless that is wanted', async () => {
  const path = join(temporaryFolder(), 'report.html');
  writeFileSync(path, 'mine');
  await expect(makeNewFile(path, ['x']).catch(newFileReason)).resolves.toBe('it is there already');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  await makeNewFile(path, ['x'], { replaces: true });
  expect(readFileSync(path, 'utf8')).toBe('x');
});

test('a new file takes the place of what a link leads to, and of no pipe or device', async () => {
  const folder = temporaryFolder();
  const [path, linked, dangling] = [join(folder, 'file'), join(folder, 'link'), join(folder, 'dangling')];
  writeFileSync(path, 'old');
  symlinkSync('file', linked);
  symlinkSync('nothing', dangling);
  for (const place of [linked, dangling]) await makeNewFile(place, ['x'], { replaces: true });
  expect([readFileSync(path, 'utf8'), lstatSync(linked).isSymbolicLink()]).toEqual(['x', true]);
  expect(readFileSync(dangling, 'utf8')).toBe('x');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  symlinkSync('pipe', join(folder, 'to-pipe'));
  for (const name of ['pipe', 'to-pipe']) {
    const reason = await makeNewFile(join(folder, name), ['x'], { replaces: true }).catch(newFileReason);
    expect(reason).toBe('it is a device, a pipe or a socket');
  }
  expect(statSync(pipe).isFIFO()).toBe(true);
});

test('a file whose text fails half-way leaves nothing', async () => {
  const folder = temporaryFolder();
  async function* failing(): AsyncGenerator<string> {
    yield 'half';
    throw new Error('gone');
  }
  await expect(makeNewFile(join(folder, 'a.csv'), failing())).rejects.toThrow('gone');
  expect(readdirSync(folder)).toEqual([]);
});

test('says why a file cannot be made', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'taken'));
  const reasonOf = (name: string) => makeNewFile(join(folder, name), ['x'], { replaces: true }).catch(newFileReason);
  expect(await reasonOf('no/such')).toBe('its folder does not exist');
  expect(await reasonOf('taken')).toBe('it is a folder');
  expect(await reasonOf('x'.repeat(300))).toBe('its name is too long');
  expect(readdirSync(folder)).toEqual(['taken']);
});

test.runIf(canMount())(
  'a file that the disk has no room for is not there, however little of it is missing',
  async () => {
    const folder = temporaryFolder();
    runTool('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder);
    onTestFinished(() => runTool('umount', folder));
    const reason = await makeNewFile(join(folder, 'a.csv'), ['x'.repeat(70_000)]).catch(newFileReason);
    expect([reason, readdirSync(folder)]).toEqual(['the disk is full', []]);
  },
);
