import { createRequire } from 'node:module';

/** The version of the package pg, or null if it is not installed. */
export function driverVersion(): string | null {
  try {
    const manifest: { readonly version: string } = createRequire(import.meta.url)('pg/package.json');
    return manifest.version;
  } catch {
    return null;
  }
}
