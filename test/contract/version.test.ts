import { describe, expect, test } from 'vitest';
import { aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';

describe.each(engines)('The version ($name)', ({ build }) => {
  test('moves with every write, our own or another’s', async () => {
    const database = await build({ users: [aUser('client1')] });
    const store = await database.open();
    const versions = [await store.version()];
    await store.users.deactivate('client1');
    versions.push(await store.version());
    await store.apiLogs.log({ userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1, dateTime: REFERENCE_NOW });
    versions.push(await store.version());
    await database.run(`UPDATE "user" SET username = 'another'`);
    versions.push(await store.version());
    expect(new Set(versions).size).toBe(4);
  });
});
