import { expect } from 'vitest';
import type { Store } from '../../../src/store/store.ts';

/** Expects that a store over the reference data follows a clock: what it logs, what it records, and what it answers. */
export async function expectClock(store: Store, set: (time: Date) => void): Promise<void> {
  const { apiLogs, users, audit, products } = store;
  for (const later of [new Date('2027-03-01T10:00:00Z'), new Date('2027-03-02T11:00:00Z')]) {
    set(later);
    const id = await apiLogs.log({ userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1 });
    expect((await apiLogs.find(id))?.dateTime).toEqual(later);
    await users.regenerateKey('client1');
    expect((await audit.list({ limit: 1 }))[0]?.dateTime).toEqual(later);
    await products.put({ productId: 'N', description: 'new' });
    expect((await products.find('N'))?.classifiedAt).toEqual(later);
    const { rows } = await apiLogs.calls({ hours: 1, filter: 'route:/' });
    expect(rows.map((call) => call.id)).toEqual([id]);
  }
}
