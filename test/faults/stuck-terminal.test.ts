import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inLongRun } from '../helpers/long-run.ts';
import { startPresents } from '../helpers/pty.ts';
import { temporaryFolder } from '../helpers/store.ts';

const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' });

test.for(inLongRun<readonly NodeJS.Signals[]>(['SIGTERM'], ['SIGTERM', 'SIGHUP', 'SIGINT']))(
  'A dashboard whose terminal has stopped reading ends when it is told to by %s, and leaves no lock, -wal or -shm file behind',
  async (signal) => {
    const cache = temporaryFolder();
    const temporary = temporaryFolder();
    const env = { XDG_CACHE_HOME: cache, TMPDIR: temporary };
    const program = startPresents(['demo', '--calls', '2000'], { env, columns: 300, rows: 100 });
    await program.waitFor('● live');
    program.stopReading();
    // Far more than lies between a program and its terminal.
    for (let at = 0; at < 40; at += 1) {
      program.press(at % 2 === 0 ? '2' : '3');
      await program.bytesDuring(50);
    }
    program.signal(signal);
    expect(await program.exit).toMatchObject({ exitCode: 130 });
    const left = [...filesIn(cache), ...filesIn(temporary)];
    expect(left.filter((name) => /(?:\.lock|-wal|-shm|-journal)$/.test(name))).toEqual([]);
  },
);
