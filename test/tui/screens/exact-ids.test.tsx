import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../helpers/console.tsx';
import { buildDatabase, querySql, runSql } from '../../helpers/store.ts';

function databaseWith(idType: string, users: string, calls = ''): string {
  const path = buildDatabase({});
  runSql(
    path,
    `DROP TABLE "user"; CREATE TABLE "user" (id ${idType}, username TEXT, api_key TEXT, created_at TIMESTAMP,
       updated_at TIMESTAMP, is_active BOOLEAN DEFAULT 1);
     INSERT INTO "user" (id, username, api_key) VALUES ${users}; ${calls}`,
  );
  return path;
}

const inactive = (path: string) =>
  querySql(path, 'SELECT CAST(id AS TEXT) AS id FROM "user" WHERE is_active = 0 ORDER BY id').map(({ id }) => id);

describe('The list of users', () => {
  test('acts on the selected row where two ids are one as a double, and takes exactly that back', async () => {
    const database = databaseWith(
      'INTEGER PRIMARY KEY',
      `(1152921504606846976, 'a', '1'), (1152921504606846977, 'b', '2')`,
    );
    const { app, advance } = await renderConsole({ database });
    await app.press('G', 'x', 'y');
    await advance(2000);
    const [shown] = inactive(database);
    expect(inactive(database)).toHaveLength(1);
    expect(app.lines().find((line) => line.includes('❯'))).toMatch(
      shown === '1152921504606846977' ? /❯ +b .*inactive/ : /❯ +a .*inactive/,
    );
    await app.press('u');
    expect(inactive(database)).toEqual([]);
  });

  test('shows and changes users whose ids are text', async () => {
    const database = databaseWith('TEXT PRIMARY KEY', `('0190163d-a', 'one', '1'), ('0190163d-b', 'two', '2')`);
    const { app } = await renderConsole({ database });
    expect(app.screen()).toContain('one');
    await app.press('s');
    await app.press('g', 'enter');
    await app.press('G', 'x', 'y');
    expect(inactive(database)).toHaveLength(1);
  });

  test('acts on the selected one of two users of one name, says the command that means them, and opens them', async () => {
    const database = databaseWith('INTEGER PRIMARY KEY', `(3, 'shop', '1'), (7, 'shop', '2')`);
    const { app } = await renderConsole({ database });
    await app.press('g', 'x', 'y');
    const [first] = inactive(database);
    expect(app.screen()).toContain(`presents user deactivate --id=${first}`);
    await app.press('G', 'enter');
    expect(app.screen()).toContain('● active');
    await app.press('x', 'y');
    expect(inactive(database)).toEqual(['3', '7']);
    await app.press('!');
    await app.type('shop\r');
    expect(app.screen()).toContain('New API key for shop');
  });

  test('says which rule prevents an action, and that nothing was changed', async () => {
    const guard = 'CREATE TRIGGER guard BEFORE UPDATE ON "user" BEGIN SELECT RAISE(IGNORE); END';
    const database = databaseWith('INTEGER PRIMARY KEY', `(1, 'shop', '1')`, guard);
    const { app } = await renderConsole({ database, columns: 200 });
    await app.press('x', 'y');
    expect(app.screen()).toContain(
      'did not deactivate “shop”: a trigger of “user” prevents it (“guard”). Nothing was changed.',
    );
    expect(inactive(database)).toEqual([]);
  });

  test('warns of a new user whose name only looks like another’s', async () => {
    const { app } = await renderConsole({
      database: databaseWith('INTEGER PRIMARY KEY', `(1, 'acme', '1')`),
      columns: 200,
    });
    await app.press('a');
    await app.type('\u0430cme\r');
    await app.type('saved\r');
    expect(app.screen()).toContain('Another user has a name that looks like it: “acme”.');
  });
});

test('A call whose id is beyond 2^53 is opened as the one that is selected', async () => {
  const calls = [6, 7, 8].map(
    (digit) => `INSERT INTO user_api_call_log (id, user_id, date_time, api_route, response_status_code)
      VALUES (115292150460684697${digit}, 1, '2026-11-20 11:59:0${digit}', '/route-${digit}', 500)`,
  );
  const database = databaseWith('INTEGER PRIMARY KEY', `(1, 'shop', '1')`, calls.join(';'));
  const { app } = await renderConsole({ database });
  await app.press('3', 'o', 'j', 'enter');
  expect(app.screen()).toContain('Call #1152921504606846977');
  expect(app.screen()).toContain('/route-7');
});
