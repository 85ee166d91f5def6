import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateDemo } from '../../../src/demo/generate.ts';
import type { Location } from '../../../src/model/location.ts';
import { fileAt } from '../../../src/store/location.ts';
import { openBulkWriter } from '../../../src/store/open.ts';
import { createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { REFERENCE_NOW, temporaryFolder } from '../../helpers/store.ts';
import { copy, rowsOfFile } from './copies.ts';

async function fill(location: Location): Promise<void> {
  const writer = await openBulkWriter(location);
  await generateDemo(writer, { seed: 1, callCount: 1000, productCount: 50, now: REFERENCE_NOW });
  await writer.close();
}

test.runIf(hasPostgres)('a server is filled with the same rows as a file', async () => {
  const folder = temporaryFolder();
  const [file, copied, server] = [
    fileAt(join(folder, 'a.db')),
    fileAt(join(folder, 'b.db')),
    await createDatabase('nothing'),
  ];
  await Promise.all([fill(file), fill(server)]);
  await copy(server, copied);
  expect(rowsOfFile(copied.path)).toEqual(rowsOfFile(file.path));
  await expect(fill(server)).rejects.toThrow(/is not empty: it has \w+ already/);
});
