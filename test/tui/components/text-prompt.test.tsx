import { useState } from 'react';
import { expect, test } from 'vitest';
import { TextPrompt } from '../../../src/tui/components/text-prompt.tsx';
import { KeyboardProvider } from '../../../src/tui/keys/use-keys.ts';
import { render } from '../../helpers/render.tsx';
import { hostileTexts } from '../../text/hostile.ts';

function Prompt({ initial }: { readonly initial: string }) {
  const [value, setValue] = useState(initial);
  return (
    <KeyboardProvider>
      <TextPrompt value={value} width={12} onChange={setValue} onSubmit={() => {}} onCancel={() => {}} />
    </KeyboardProvider>
  );
}

const opened = (initial: string) => render(<Prompt initial={initial} />, { columns: 12, rows: 2, alwaysWraps: true });

test('A long text scrolls sideways, so that its cursor is in sight at both ends', async () => {
  const app = await opened('abcdefghijklmnopqrstuvwxyz');
  expect(app.lines()[0]).toBe('pqrstuvwxyz');
  await app.press('home');
  expect(app.lines()[0]).toBe('abcdefghijkl');
  await app.press('end', 'left', 'left');
  expect(app.lines()[0]?.endsWith('yz')).toBe(true);
});

test('Wide characters take their two cells at the cursor and beside it', async () => {
  const app = await opened('東京ギフト東京ギフト');
  expect(app.lines()[0]).toBe('東京ギフト');
  await app.press('home', 'right', 'backspace');
  expect(app.lines()[0]?.startsWith('京ギフト')).toBe(true);
});

test('No text breaks out of the line of a prompt, wherever the cursor stands', async () => {
  for (const text of hostileTexts(25)) {
    const app = await opened(text);
    await app.press('left', 'left', 'home', 'right');
    expect(app.lines()[1] ?? '').toBe('');
  }
});
