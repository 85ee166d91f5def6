import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startPresents } from '../helpers/pty.ts';
import { temporaryFolder } from '../helpers/store.ts';

const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' });

test('A dashboard whose line was cut ends, and leaves no lock, -wal or -shm file behind', async () => {
  const cache = temporaryFolder();
  const temporary = temporaryFolder();
  const program = startPresents(['demo', '--calls', '20000'], { env: { XDG_CACHE_HOME: cache, TMPDIR: temporary } });
  await program.waitFor('● live');
  program.press('2');
  await program.waitFor('Top routes');
  let waits = 0;
  while (!filesIn(cache).some((name) => name.endsWith('.db.lock')) && waits++ < 400) await program.bytesDuring(5);
  program.hangUp();
  expect(await program.exit).toMatchObject({ exitCode: 130 });
  const left = [...filesIn(cache), ...filesIn(temporary)];
  expect(left.some((name) => name.startsWith('presents/index/') && name.endsWith('.db'))).toBe(true);
  expect(left.filter((name) => /(?:\.lock|-wal|-shm|-journal)$/.test(name))).toEqual([]);
});
