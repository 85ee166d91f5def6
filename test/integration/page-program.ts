import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** A program of the library's page that runs. */
export interface PageProgram {
  readonly process: ChildProcess;
  /** Waits for so many lines that it prints, and returns all that it has printed. */
  lines(count: number): Promise<readonly string[]>;
}

/** Runs the JavaScript of the library's page that imports a module, on this database and a free port, with more lines at its end. */
export function runPageProgram(module: string, path: string, more: string): PageProgram {
  const blocks = readFileSync('docs/library.md', 'utf8').matchAll(/^```js\n(.*?)^```/gms);
  const source = Array.from(blocks, ([, text = '']) => text).find((text) => text.includes(`from '${module}'`)) ?? '';
  const modules = join(dirname(path), 'node_modules');
  mkdirSync(modules);
  symlinkSync(resolve('node_modules/ws'), join(modules, 'ws'));
  symlinkSync(resolve('.'), join(modules, 'predict-presents'));
  const file = join(dirname(path), 'program.mjs');
  writeFileSync(file, `${source.replace("'predict_presents.db'", JSON.stringify(path))}\n${more}`);
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    text += chunk;
    for (const listener of listeners) listener();
  });
  const lines = (count: number) =>
    new Promise<readonly string[]>((done) => {
      const look = () => {
        const all = text.split('\n').slice(0, -1);
        if (all.length >= count) done(all);
      };
      listeners.add(look);
      look();
    });
  return { process: child, lines };
}
