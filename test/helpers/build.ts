import { execFileSync } from 'node:child_process';

/** Builds the program once before the tests, so that those of the whole program run what a user runs. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
}
