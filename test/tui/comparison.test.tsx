import { describe, expect, test } from 'vitest';
import type { CompareOptions, Comparison, Store } from '../../src/store/store.ts';
import { renderConsole } from '../helpers/console.tsx';

/** A comparison that goes on as long as the test wants. */
function slowComparisons() {
  const runs: { readonly options: CompareOptions; readonly end: (found: Comparison) => void }[] = [];
  const compare: Store['compare'] = (_, options = {}) => {
    const { promise, resolve } = Promise.withResolvers<Comparison>();
    runs.push({ options, end: resolve });
    return promise;
  };
  return { runs, compare };
}

async function comparing() {
  const { runs, compare } = slowComparisons();
  const console = await renderConsole({ theme: 'none', compare });
  await console.app.press('2', 'R');
  const report = async (share: number) => {
    runs.at(-1)?.options.onProgress?.(share);
    await console.app.flush();
  };
  const end = async (found: Comparison) => {
    runs.at(-1)?.end(found);
    await console.app.flush();
  };
  await report(0.25);
  const message = () => console.app.lines().at(-2)?.trim() ?? '';
  return { ...console, runs, report, end, message };
}

describe('A comparison with the log that R began', () => {
  test('says how far it is for as long as it takes, and at last what it found', async () => {
    const { message, advance, report, end } = await comparing();
    expect(message()).toBe('⧗ Comparing with the log: 25 %');
    await advance(30_000);
    expect(message()).toBe('⧗ Comparing with the log: 25 %');
    await report(0.5);
    expect(message()).toBe('⧗ Comparing with the log: 50 %');
    await end('unchanged');
    expect(message()).toBe('✓ Compared with the log: no old call had changed.');
    await advance(10_000);
    expect(message()).toBe('');
  });

  test('does not run twice where R is pressed again, and R begins another when it ended', async () => {
    const { app, runs, end } = await comparing();
    await app.press('R', 'R');
    expect(runs.length).toBe(1);
    await end('unchanged');
    await app.press('R');
    expect(runs.length).toBe(2);
  });

  test.each([
    ['another screen', ['3']],
    ['a record', ['1', 'enter']],
    ['another window', ['{']],
  ])('stops when one goes to %s, and says nothing any more', async (_, keys) => {
    const { app, runs, report, end, message } = await comparing();
    await app.press(...keys);
    expect(runs[0]?.options.signal?.aborted).toBe(true);
    expect(message()).not.toContain('Comparing');
    await report(0.9);
    await end('changed');
    expect(message()).toBe('');
  });

  test('goes on while a help or a question stands over it', async () => {
    const { app, runs, end, message } = await comparing();
    await app.press('?', 'escape');
    expect(runs[0]?.options.signal?.aborted).toBe(false);
    await end('unchanged');
    expect(message()).toContain('✓ Compared');
  });

  test('never takes the place of newer news', async () => {
    const { app, report, end, message } = await comparing();
    await app.press('+');
    expect(message()).toContain('✓ Refreshes every');
    await report(0.7);
    expect(message()).toContain('✓ Refreshes every');
    await end('unchanged');
    expect(message()).toContain('✓ Refreshes every');
  });
});
