import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** A program of the library's pages that runs. */
export interface PageProgram {
  readonly process: ChildProcess;
  /** Waits for so many lines that it prints, and returns all that it has printed. */
  lines(count: number): Promise<readonly string[]>;
}

/** Runs the JavaScript of the library's pages that imports a module, on this database and a free port, with more lines at its end. */
export function runPageProgram(module: string, path: string, more: string): PageProgram {
  const text = ['library', 'request-logging'].map((page) => readFileSync(`docs/${page}.md`, 'utf8')).join('\n');
  const blocks = text.matchAll(/^```js\n(.*?)^```/gms);
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
  let printed = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    printed += chunk;
    for (const listener of listeners) listener();
  });
  const lines = (count: number) =>
    new Promise<readonly string[]>((done) => {
      const look = () => {
        const all = printed.split('\n').slice(0, -1);
        if (all.length >= count) done(all);
      };
      listeners.add(look);
      look();
    });
  return { process: child, lines };
}
