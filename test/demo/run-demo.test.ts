import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type DemoOptions, startDemo } from '../../src/demo/run-demo.ts';
import { locationText } from '../../src/store/location.ts';
import { startPty } from '../helpers/pty.ts';

const start = async (options: Partial<DemoOptions> = {}) => {
  const demo = await startDemo({ seed: 1, callCount: 2000, rate: 200, ...options });
  onTestFinished(() => demo.stop());
  return { ...demo, folder: dirname(locationText(demo.location)) };
};

const countCalls = (path: string): number => {
  const database = new Database(path, { readonly: true });
  const count = Number(database.prepare('SELECT count(*) FROM user_api_call_log').pluck().get());
  database.close();
  return count;
};

describe('a running demo', () => {
  test('has its database in a folder nobody else may look into, and gets calls from another process', async () => {
    const demo = await start();
    expect(statSync(demo.folder).mode & 0o777).toBe(0o700);
    await vi.waitFor(() => expect(countCalls(locationText(demo.location))).toBeGreaterThan(2010), {
      timeout: 60_000,
      interval: 10,
    });
  });

  test('leaves nothing behind when it is stopped, however often', async () => {
    const demo = await start();
    await Promise.all([demo.stop(), demo.stop()]);
    await demo.stop();
    expect(existsSync(demo.folder)).toBe(false);
  });

  test('does not get in the way of a second one', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await first.stop();
    expect(existsSync(first.folder)).toBe(false);
    expect(countCalls(locationText(second.location))).toBeGreaterThanOrEqual(2000);
  });

  test('tells how far it is, and leaves nothing behind when it is given up', async () => {
    const stop = new AbortController();
    const onProgress = vi.fn(() => stop.abort());
    const options = { seed: 1, callCount: 1_000_000, rate: 20, onProgress, signal: stop.signal };
    await expect(startDemo(options)).rejects.toMatchObject({ exitCode: 130 });
    expect(onProgress).toHaveBeenCalledWith(5000);
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('is gone when the program that started it dies of %s', async (signal) => {
    const program = `
      const { startDemo } = await import(${JSON.stringify(resolve('src/demo/run-demo.ts'))});
      const { location } = await startDemo({ seed: 1, callCount: 500, rate: 20 });
      process.stdout.write('demo at <' + location.path + '>');
      setInterval(() => {}, 1000);`;
    const parent = startPty({ args: ['--input-type=module', '-e', program], columns: 200 });
    await parent.waitFor(/demo at <.*>/);
    const path = /<(.*)>/.exec(parent.screen())?.[1] ?? '';
    expect(existsSync(path)).toBe(true);
    parent.signal(signal);
    await parent.exit;
    await vi.waitFor(() => expect(existsSync(dirname(path))).toBe(false), { timeout: 60_000, interval: 10 });
  });
});
