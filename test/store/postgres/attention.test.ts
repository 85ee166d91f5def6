import { describe, expect, test } from 'vitest';
import { initDatabase, openStore } from '../../../src/store/open.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';

const NOW = new Date('2026-11-20T12:00:00Z');

describe.runIf(hasPostgres)('Attention on a server', () => {
  test('takes each call of a divided log once for its growth, also after the server counted the log as a whole', async () => {
    const location = await createDatabase('nothing');
    await initDatabase(location, { now: () => NOW });
    const kinds = await askDatabase(
      location,
      `INSERT INTO "user" (username, api_key) VALUES ('acme', 'x');
       INSERT INTO user_api_call_log (user_id, api_route, response_status_code, response_time_ms, date_time)
       SELECT 1, '/a', 200, 5, TIMESTAMPTZ '2026-11-20 12:00+00' - place * INTERVAL '1 hour' FROM generate_series(1, 960) place;
       ANALYZE user_api_call_log;
       SELECT relkind::text AS kind FROM pg_class WHERE oid = 'user_api_call_log'::regclass`,
    );
    expect(kinds).toEqual([{ kind: 'p' }]);
    const store = await openStore(location, { now: () => NOW });
    clearLater(() => store.close());
    const { looks } = await store.attention.list();
    expect(looks.find(({ subject }) => subject === 'growth')).toMatchObject({ count: 960 });
  });
});
