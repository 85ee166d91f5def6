import type { Location } from '../../../src/model/location.ts';
import { copyDatabase, withCopySides } from '../../../src/store/open-copy.ts';

// Copies a database, and says on stdout when a chunk is written, until it is done or killed.

const [from, to] = JSON.parse(process.argv[2] ?? '') as readonly [Location, Location];
await withCopySides({ from, to, options: {} }, (sides) =>
  copyDatabase({
    ...sides,
    signal: new AbortController().signal,
    onProgress: () => process.stdout.write('chunk\n'),
  }),
);
