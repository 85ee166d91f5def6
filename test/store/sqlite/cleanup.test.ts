import { renameSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { copyReference, openTestStore, querySql, runSql } from '../../helpers/store.ts';

const remaining = (path: string) => querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')[0]?.count;

describe('A cleanup', () => {
  test('is announced rightly over times that cannot be read and over many more rows than one look takes', async () => {
    const path = copyReference();
    const row = (time: string) => `(1, ${time}, '/x')`;
    runSql(
      path,
      `CREATE INDEX by_time ON user_api_call_log(date_time);
       INSERT INTO user_api_call_log (user_id, date_time, api_route)
         VALUES ${['NULL', "''", "'!'", '5', "x'ff'", "'9999-12-31 23:59:59'", "'soon'"].map(row).join()};
       INSERT INTO user_api_call_log (user_id, date_time, api_route)
         WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 129999)
         SELECT 1, datetime('2026-10-20', (i / 60000) || ' days', (i % 3) || ' minutes'), '/y' FROM n`,
    );
    const store = await openTestStore(path);
    const [expected] = querySql(
      path,
      `SELECT COUNT(*) FILTER (WHERE date_time > '!' AND date_time < '2026-10-21 12:00:00') AS matching, COUNT(*) AS total
       FROM user_api_call_log`,
    );
    expect(await store.apiLogs.countOlderThan(30)).toEqual(expected);
    expect(Number(expected?.matching)).toBeGreaterThan(120_000);
  });

  test('lets others write between its chunks', async () => {
    const path = copyReference();
    const store = await openTestStore(path, { busyTimeoutMs: 0 });
    const other = new Database(path, { timeout: 0 });
    let written = 0;
    const onProgress = () => {
      other.exec(`UPDATE product_attributes SET color = 'red' WHERE id = 1`);
      written += 1;
    };
    await store.apiLogs.cleanup({ days: 7, onProgress });
    other.close();
    expect(written).toBeGreaterThan(3);
  });

  test('waits for a writer that holds the lock longer than a question would', async () => {
    const path = copyReference();
    const store = await openTestStore(path, { busyTimeoutMs: 0 });
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    const cleanup = store.apiLogs.cleanup({ days: 30 });
    await new Promise((resolve) => setImmediate(resolve));
    other.exec('COMMIT');
    other.close();
    expect(await cleanup).toBe(1073);
  });

  test('stops when the file is replaced, and deletes nothing from the new one', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    const cleanup = store.apiLogs.cleanup({ days: 0, onProgress: () => renameSync(copyReference(), path) });
    await expect(cleanup).rejects.toMatchObject({
      name: 'PresentsError',
      message: expect.stringContaining('was replaced'),
    });
    expect(remaining(path)).toBe(6000);
  });

  test('leaves rows alone whose time is no text', async () => {
    const path = copyReference();
    runSql(
      path,
      `UPDATE user_api_call_log SET date_time = 5 WHERE id = 1; UPDATE user_api_call_log SET date_time = NULL WHERE id = 2;
       UPDATE user_api_call_log SET date_time = '' WHERE id = 3;`,
    );
    const store = await openTestStore(path);
    await store.apiLogs.cleanup({ days: 0 });
    expect(querySql(path, 'SELECT id FROM user_api_call_log ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });
});
