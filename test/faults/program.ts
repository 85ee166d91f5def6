import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** True when permissions do not bind the tests. */
export const isRoot = process.getuid?.() === 0;

const nobody = 65_534;

/** Words that run a program as somebody whom permissions bind, which they do not for root. */
export function asNobody(words: readonly string[]): readonly string[] {
  if (!isRoot) return words;
  return ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...words];
}

/** The words that start the built program. */
export function presentsWords(argv: readonly string[]): readonly string[] {
  return [process.execPath, resolve('dist/main.js'), ...argv];
}

/** End of a command: its exit code and its output. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with nothing to read. */
export function runWords(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const [command = '', ...args] = words;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, ...said })));
}

/** Runs a tool that must succeed. */
export function runTool(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

/** Tells whether the tests may make file systems, which root in a container may not. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'presents-test-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]).status === 0;
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return isMounted;
}
