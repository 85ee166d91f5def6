// Completes package-lock.json where the registry at hand lacks the packages of other platforms: npm leaves them out of the
// lock then, and `npm ci` refuses a lock without them, on every platform. Run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const cpus = /^(?:arm|arm64|ia32|loong64|ppc64|riscv64|s390x|wasm32|x64)$/;
const systems = /^(?:aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/;

/** Returns the platform of a package, as far as its name tells: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name: string): object {
  const words = name.split(/[-/]/);
  const cpu = words.find((word) => cpus.test(word));
  const os = words.find((word) => systems.test(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => /^gnu/.test(word))
      ? 'glibc'
      : '';
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

/**
 * Returns the place in the lockfile of a package of this version for the package that wants it; undefined where it is
 * locked already.
 */
function placeFor(name: string, version: string, wantedBy: string, packages: Lockfile['packages']): string | undefined {
  const [shared, own] = [`node_modules/${name}`, `${wantedBy}/node_modules/${name}`];
  if (packages[own] || packages[shared]?.version === version) return undefined;
  return packages[shared] ? own : shared;
}

function completed(packages: Lockfile['packages']): Lockfile['packages'] {
  const all: Record<string, LockedPackage> = { ...packages };
  for (const [wantedBy, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      // A range names no version to lock, and packages for platforms are always named exactly.
      const place = /^\d/.test(version) ? placeFor(name, version, wantedBy, all) : undefined;
      if (place) all[place] = { version, ...(dev && { dev }), optional: true, ...platformOf(name) };
    }
  }
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const lock: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const packages = completed(lock.packages);
writeFileSync('package-lock.json', `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
