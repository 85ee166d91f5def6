import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const packages: Readonly<Record<string, LockedPackage>> = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
).packages;

test('the lockfile names the packages of every platform, without which npm ci refuses it', () => {
  const missing = Object.entries(packages).flatMap(([wantedBy, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).flatMap(([name, version]) => {
      const own = packages[`${wantedBy}/node_modules/${name}`];
      const shared = packages[`node_modules/${name}`];
      const isLocked =
        own !== undefined || shared?.version === version || (shared !== undefined && !/^\d/.test(version));
      return isLocked ? [] : [`${name}@${version}`];
    }),
  );
  expect(missing, 'npm run lock adds them').toEqual([]);
});

test('the lockfile names no address to download from', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([]);
});

test('Ink is pinned to one version, since the build puts modules of ours in the place of its own', () => {
  const wanted = packages['']?.dependencies?.ink;
  expect(wanted).toMatch(/^\d+\.\d+\.\d+$/);
  expect(wanted).toBe(packages['node_modules/ink']?.version);
  expect(packages['']?.devDependencies?.['@alcalzone/ansi-tokenize']).toMatch(/^\d+\.\d+\.\d+$/);
  const copies = Object.keys(packages).filter((path) => path.endsWith('node_modules/@alcalzone/ansi-tokenize'));
  expect(copies, 'Ink and the module that stands in for it use the same').toHaveLength(1);
});
