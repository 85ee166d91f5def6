import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileAt } from '../../src/store/location.ts';
import { METHODS, type Method } from '../../src/store/methods.ts';
import { databaseAt, databaseNamed } from '../../src/store/named-database.ts';
import { openStore } from '../../src/store/open.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { copyReference } from '../helpers/store.ts';

const reason = 'Nothing can be changed: presents was started read-only.';

test('A store that is read-only answers questions, and refuses every function that changes something', async () => {
  const path = copyReference();
  const before = readFileSync(path);
  const store = await openStore(fileAt(path), { readOnlyReason: reason });
  clearLater(() => store.close());
  expect((await store.users.list()).length).toBeGreaterThan(3);
  expect(store.products.hash('a')).toMatch(/\S/);
  const harmless = new Set(['hash', 'close', 'checkpoint', 'insert']);
  const { users, apiLogs, products } = METHODS;
  const parts = Object.entries({ users, apiLogs, products }).flatMap(([part, methods]) =>
    Object.entries(methods as Readonly<Record<string, Method>>)
      .filter(([name, { server }]) => server === 'writer' && !harmless.has(name))
      .map(([name]) => [part, name] as const),
  );
  expect(parts.length).toBeGreaterThan(8);
  for (const [part, name] of [...parts, ['errorGroups', 'triage'], ['attention', 'setAside']] as const) {
    const functions: object = Reflect.get(store, part);
    const change = Reflect.get(functions, name);
    expect([part, name, typeof change]).toEqual([part, name, 'function']);
    await expect(change(), `${part}.${name}`).rejects.toMatchObject({ message: reason, exitCode: 2 });
  }
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('A configured database is found by its name, by its path, by a link, and as a server however it is written', () => {
  const path = copyReference();
  const naming = { source: '--db', env: {}, workingDirectory: () => '/' };
  const entry = { word: 'PRODUCTION', color: 'red', readOnly: true } as const;
  const databases = {
    file: { ...entry, location: path },
    server: { ...entry, location: 'postgresql://me:secret@db.example/gifts' },
  };
  const nameOf = (name: string) => databaseNamed(name, databases, naming).entry?.name;
  expect(nameOf('file')).toBe('file');
  expect(nameOf(`/..${path}`)).toBe('file');
  expect(nameOf('host=db.example dbname=gifts user=other')).toBe('server');
  expect(nameOf('postgresql://db.example:5433/gifts')).toBeUndefined();
  expect(databaseAt(fileAt('/nowhere'), databases, naming).entry).toBeUndefined();
});
