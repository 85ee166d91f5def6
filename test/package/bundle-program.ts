import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** A server in small, and what it prints. */
export const PROGRAM = {
  source: `
    import { initDatabase, openStore } from 'predict-presents';
    import { expressLogger } from 'predict-presents/express';
    const path = new URL('api.db', import.meta.url).pathname;
    await initDatabase(path);
    const store = await openStore(path);
    const logger = expressLogger(store);
    const { id, apiKey } = await store.users.create('shop');
    await store.apiLogs.logMany([{ userId: id, apiRoute: '/', statusCode: 200, responseTimeMs: 1 }]);
    const user = await store.users.authenticate(apiKey);
    const { totalCalls } = await store.apiLogs.systemStats();
    await logger.close();
    await store.close();
    console.log(\`\${user.username}, \${totalCalls} call\`);`,
  output: 'shop, 1 call\n',
};

/** What is left out of a bundle, and the name of the entry that is the store's thread, if there is one. */
export interface BundleOptions {
  readonly external: readonly RegExp[];
  readonly threadEntry?: string;
}

/** Bundles the program in the folder of its project, and returns the path of the bundle. */
export async function bundleProgram(project: string, { external, threadEntry }: BundleOptions): Promise<string> {
  const place = mkdtempSync(join(project, 'bundle-'));
  const server = join(project, 'server.js');
  writeFileSync(server, PROGRAM.source);
  const input = { server, ...(threadEntry !== undefined && { [threadEntry]: 'predict-presents/store-host' }) };
  const bundle = await rolldown({ cwd: project, input, platform: 'node', external: [...external] });
  await bundle.write({ dir: place, format: 'esm' });
  await bundle.close();
  return join(place, 'server.js');
}
