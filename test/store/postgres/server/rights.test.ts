import { beforeAll, describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../../src/model/location.ts';
import { openStore } from '../../../../src/store/open.ts';
import { Server } from '../../../../src/store/postgres/server/server.ts';
import type { Store } from '../../../../src/store/store.ts';
import { clearLater } from '../../../helpers/leftovers.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../../helpers/postgres.ts';

let location: ServerLocation;

const as = (user: string): ServerLocation => ({ ...location, user });

const storeOf = async (user: string): Promise<Store> => {
  const store = await openStore(as(user), { actor: 'tester@here' });
  clearLater(() => store.close());
  return store;
};

const faultOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'no fault',
    ({ message, nextStep, exitCode }) => [message, nextStep, exitCode],
  );

const grantable = (action: string, role: string, user: string) => [
  `The role "${user}" may not ${action}.`,
  `An administrator can allow it: GRANT ${role} TO "${user}"; without such a role, make it first.`,
  1,
];

describe.runIf(hasPostgres)('A right that is missing', () => {
  beforeAll(async () => {
    if (!hasPostgres) return;
    location = await createDatabase('reference');
    const suffix = location.database;
    await askDatabase(
      location,
      `CREATE ROLE "nobody_${suffix}" LOGIN; CREATE ROLE "look_${suffix}" LOGIN;
       GRANT SELECT ON user_api_call_log, product_attributes TO "look_${suffix}";
       GRANT SELECT (id, username, created_at, updated_at, is_active) ON "user" TO "look_${suffix}"`,
    );
    clearLater(() =>
      askDatabase(
        location,
        `DROP OWNED BY "nobody_${suffix}", "look_${suffix}"; DROP ROLE "nobody_${suffix}", "look_${suffix}"`,
      ),
    );
  });

  test('is a sentence with the grant that gives it, for each kind of statement', async () => {
    const nobody = `nobody_${location.database}`;
    const look = `look_${location.database}`;
    const stranger = await storeOf(nobody);
    expect(await faultOf(stranger.apiLogs.newest())).toEqual(
      grantable('read the table user_api_call_log', 'presents_reader', nobody),
    );
    const looker = await storeOf(look);
    expect(await looker.users.list()).not.toEqual([]);
    expect(await faultOf(looker.users.create('x'))).toEqual(
      grantable('add to the table user', 'presents_operator', look),
    );
    expect(await faultOf(looker.users.deactivate('client1'))).toEqual(
      grantable('change the table user', 'presents_operator', look),
    );
    expect(await faultOf(looker.users.authenticate('x'))).toEqual(
      grantable('read the table user', 'presents_api', look),
    );
    expect(
      await faultOf(looker.apiLogs.log({ userId: 1, apiRoute: '/x', statusCode: 200, responseTimeMs: 1 })),
    ).toEqual(grantable('add to the table user_api_call_log', 'presents_api', look));
  });

  test('that nobody but an owner has, and what else a server refuses, is said so', async () => {
    const look = `look_${location.database}`;
    const server = new Server(as(look), { timeoutMs: 5_000 });
    clearLater(() => server.close());
    const fault = (sql: string) => faultOf(server.write((ask) => ask.run(sql)));
    expect(await fault('ALTER TABLE product_attributes ADD x int')).toEqual([
      `The role "${look}" may not change the schema of the table product_attributes.`,
      'Only the owner of the tables may: name that role.',
      1,
    ]);
    expect((await fault('CREATE ROLE x'))[0]).toBe(
      `The role "${look}" may not do that: permission denied to create role.`,
    );
    const { label } = location;
    expect(await fault('SELECT * FROM none')).toEqual([
      `The database ${label} has no table "none".`,
      'Add what is missing, which changes nothing else.',
      1,
    ]);
    expect(await fault('SELECT none FROM product_attributes')).toEqual([
      `The database ${label} has another form: column "none" does not exist.`,
      'It is no database of this API, or of another version: name the right one.',
      1,
    ]);
    expect(await fault("SELECT 'x'::int")).toEqual([
      'The database cannot store a value: invalid input syntax for type integer: "x".',
      'Change the value.',
      1,
    ]);
    expect(await fault(`DO $$ BEGIN RAISE 'Not on Sundays.'; END $$`)).toEqual([
      'The database refused this: Not on Sundays.',
      'Look at the rules that were added to this database, or make the change with the program that did.',
      1,
    ]);
  });
});
