import { describe, expect, test } from 'vitest';
import { aCall, aUser, buildDatabase, copyReference, runSql } from '../helpers/store.ts';
import { presentsWords, runWords } from './program.ts';
import { startInShell } from './shell.ts';

const errorsOf = (path: string, tz: string, ...options: readonly string[]) =>
  runWords(presentsWords(['stats', 'errors', '--db', path, ...options]), { TZ: tz });

const failed = (dateTime: string) => aCall({ dateTime, statusCode: 500 });

describe('A TZ that is not known here', () => {
  test.each(['Europe/Berln', 'CET-1CEST,M3.5.0,M10.5.0/3', 'IST-5:30', 'GMT+25', 'ABC-99'])(
    'is said on stderr: %s',
    async (tz) => {
      const [{ stdout, stderr }, utc] = await Promise.all([
        errorsOf(copyReference(), tz),
        errorsOf(copyReference(), 'UTC'),
      ]);
      expect(stderr).toContain(`! TZ=${tz} is not known here; times are shown in UTC.\n`);
      expect(stderr).toContain('Times are those of UTC.');
      expect(stdout).toBe(utc.stdout);
    },
  );

  test('does not matter to JSON and CSV, whose times are UTC', async () => {
    expect((await errorsOf(copyReference(), 'Europe/Berln', '--json')).stderr).toBe('');
    expect((await errorsOf(copyReference(), 'Europe/Berln', '--csv')).stderr).not.toContain('TZ=');
  });

  test('is said harmlessly', async () => {
    expect((await errorsOf(copyReference(), 'X\u001b[31m')).stderr).not.toContain('\u001b');
  });

  test('is said by the text of the dashboard', async () => {
    const { stderr } = await runWords(presentsWords(['--db', copyReference()]), { TZ: 'Europe/Berln' });
    expect(stderr).toContain('TZ=Europe/Berln is not known here');
  });

  test('is said on the message line of the dashboard', async () => {
    const { program } = startInShell(['--db', copyReference()], { env: { TZ: 'Europe/Berln' } });
    await program.terminal.waitFor('TZ=Europe/Berln is not known here; times are shown in UTC.');
  });
});

describe('A TZ that Node alone would take for another', () => {
  test.each([
    [':Europe/Berlin', 'Europe/Berlin', '2026-07-01 14:00:00'],
    ['/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin', '2026-07-01 14:00:00'],
    ['europe/berlin', 'Europe/Berlin', '2026-07-01 14:00:00'],
    ['UTC+3', 'UTC−3', '2026-07-01 09:00:00'],
    ['<+03>-3', 'UTC+3', '2026-07-01 15:00:00'],
    ['', 'UTC', '2026-07-01 12:00:00'],
  ])('is the one that it means, and named: %s', async (tz, zone, time) => {
    const path = buildDatabase({ users: [aUser('ann')], calls: [failed('2026-07-01 12:00:00')] });
    const { stdout, stderr } = await errorsOf(path, tz);
    expect(stdout).toContain(time);
    expect(stderr).toBe(`  Times are those of ${zone}.\n`);
  });
});

describe('Where summer time ends', () => {
  const twice = () =>
    buildDatabase({ users: [aUser('ann')], calls: [failed('2026-10-25 00:30:00'), failed('2026-10-25 01:30:00')] });

  test('stats errors shows two moments of one clock time as two', async () => {
    const { stdout } = await errorsOf(twice(), 'Europe/Berlin');
    expect(stdout).toMatch(/2026-10-25 02:30:00 CET .*\n.*2026-10-25 02:30:00 CEST /);
  });

  test('user list and audit do so too', async () => {
    const path = twice();
    runSql(
      path,
      `UPDATE "user" SET created_at = '2026-10-25 00:30:00';
       INSERT INTO admin_audit_log (date_time, actor, action, target) VALUES ('2026-10-25 01:30:00', 'a', 'b', 'c')`,
    );
    const ask = (...words: readonly string[]) =>
      runWords(presentsWords([...words, '--db', path]), { TZ: 'Europe/Berlin' });
    expect((await ask('user', 'list')).stdout).toContain('2026-10-25 02:30:00 CEST');
    expect((await ask('audit')).stdout).toContain('2026-10-25 02:30:00 CET');
  });
});
