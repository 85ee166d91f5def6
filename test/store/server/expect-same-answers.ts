import { expect } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { expected } from '../../helpers/store.ts';

const page = { filter: '', descending: true, offset: 0, limit: 20, anchorId: 5 };

/** A question to the reference data from each thread or connection that a server's store has. */
const questions: readonly ((store: Store) => Promise<unknown>)[] = [
  (store) => store.users.authenticate(expected.api_keys.client1 ?? ''),
  (store) => store.users.authenticate('key of nobody', { reason: true }),
  (store) => store.users.list(),
  (store) => store.users.find('client1'),
  (store) => store.apiLogs.systemStats(),
  (store) => store.apiLogs.find(5977),
  (store) => store.apiLogs.findStored(5977, { maxLength: 10 }),
  (store) => store.apiLogs.newest(),
  (store) => store.products.find('P0001'),
  (store) => store.products.findAny('P0003'),
  (store) => store.products.getMany(['P0003', 'nix', 'P0001']),
  (store) => store.products.getMany(Array.from({ length: 300 }, (_, n) => `P${String(n).padStart(4, '0')}`)),
  (store) => store.products.stats(),
  (store) => store.products.list({ ...page, sort: 'classified' }),
  (store) => store.audit.list(),
  (store) => store.audit.page({ ...page, sort: 'time' }),
];

/** Expects the same answers of two stores over the reference data. */
export async function expectSameAnswers(one: Store, other: Store): Promise<void> {
  for (const ask of questions) expect(await ask(one)).toEqual(await ask(other));
}
