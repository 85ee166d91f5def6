import { describe, expect, test } from 'vitest';
import type { EngineStore } from '../../src/store/engine.ts';
import { openLocalStore } from '../../src/store/local-store.ts';
import { METHODS, type MethodTable } from '../../src/store/methods.ts';
import type { CleanupOptions } from '../../src/store/store.ts';
import { functionAt, storeOf } from '../../src/store/store-of.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { fixedNow } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestEngine } from './test-database.ts';

/** The names of all functions of a store, those of its parts with theirs in front. */
function namesOf(store: object): readonly string[] {
  return Object.entries(store)
    .flatMap(([name, value]) =>
      typeof value === 'function' || 'crosses' in value ? [name] : namesOf(value).map((inner) => `${name}.${inner}`),
    )
    .sort();
}

const openEngineStore = async ({ reference }: TestEngine) => {
  const { location } = await reference();
  const options = { now: fixedNow, actor: 'tester@here', busyTimeoutMs: 1000, keepWriter: false };
  const store = await openLocalStore(location, options);
  clearLater(() => store.close());
  return store;
};

describe('The table of methods', () => {
  test.each(engines)('has all functions of an engine’s store, and no others ($name)', async (engine) => {
    expect(namesOf(METHODS)).toEqual(namesOf(await openEngineStore(engine)));
  });

  test('does not compile without a function, nor where one cannot cross to a thread as it says', () => {
    type With<Function> = MethodTable<{ readonly added: Function }>;
    // @ts-expect-error A function that is not in it.
    const missing: MethodTable<EngineStore & { added(): Promise<void> }> = METHODS;
    // @ts-expect-error What can be stopped must say how.
    const unstoppable: With<(options?: CleanupOptions) => Promise<number>> = { added: METHODS.users.list };
    // @ts-expect-error What answers at once cannot ask a thread.
    const atOnce: With<() => string> = { added: METHODS.users.list };
    // @ts-expect-error What it answers where it was stopped is of another type.
    const stopped: With<(options?: CleanupOptions) => Promise<string>> = { added: METHODS.apiLogs.cleanup };
    const fitting: With<(options?: CleanupOptions) => Promise<number>> = { added: METHODS.apiLogs.cleanup };
    expect([missing, unstoppable, atOnce, stopped, fitting]).toHaveLength(5);
  });

  test('makes a store of any way to answer, but for what is made on its own side', async () => {
    const asked: unknown[] = [];
    const store = storeOf(
      (place, { server }) =>
        async (...args) =>
          void asked.push([place, server, args]),
    );
    await store.users.find('client1');
    await store.version();
    expect(asked).toEqual([
      [{ subject: 'users', method: 'find' }, 'at once', ['client1']],
      [{ subject: 'store', method: 'version' }, 'at once', []],
    ]);
    const madeHere = ['apiLogs.log', 'apiLogs.logMany', 'close', 'products.hash', 'products.put', 'products.putMany'];
    expect(namesOf(METHODS).filter((name) => !namesOf(store).includes(name))).toEqual([
      ...madeHere,
      'users.authenticate',
    ]);
  });

  test.each(engines)('leads to the function of a store, and says so where there is none ($name)', async (engine) => {
    const store = await openEngineStore(engine);
    const found = await functionAt(store, { subject: 'users', method: 'find' })('client1');
    expect(found).toMatchObject({ username: 'client1' });
    expect(() => functionAt(store, { subject: 'audit', method: 'constructor2' })).toThrow('no function constructor2');
  });
});
