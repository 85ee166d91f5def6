// Writes the types of the library to dist/types, or the folder that is named: those that its entries lead to, and nothing of what is
// behind them.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';

const OUTPUT = process.argv[2] ?? 'dist/types';
const ENTRIES = [
  'index',
  ...['node', 'express', 'fastify', 'hono'].map((name) => `integration/frameworks/${name}`),
  'store/thread/host',
].map((name) => `${name}.d.ts`);

/** The declarations that these lead to, themselves included. */
function reachableFrom(entries: readonly string[], folder: string): ReadonlySet<string> {
  const found = new Set(entries);
  // A set goes on to what is added to it while it is walked through.
  for (const path of found) {
    const text = readFileSync(join(folder, path), 'utf8');
    for (const [, target = ''] of text.matchAll(/(?:from |import\()'(\.[^']+)\.ts'/g)) {
      found.add(normalize(join(dirname(path), `${target}.d.ts`)));
    }
  }
  return found;
}

const all = mkdtempSync(join(tmpdir(), 'presents-types-'));
try {
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.types.json', '--outDir', all], { stdio: 'inherit' });
  rmSync(OUTPUT, { recursive: true, force: true });
  for (const path of reachableFrom(ENTRIES, all)) {
    mkdirSync(dirname(join(OUTPUT, path)), { recursive: true });
    copyFileSync(join(all, path), join(OUTPUT, path));
  }
} finally {
  rmSync(all, { recursive: true, force: true });
}
