import { expect, test } from 'vitest';
import { PathPrompt } from '../../../src/tui/components/path-prompt.tsx';
import { KeyboardProvider } from '../../../src/tui/keys/use-keys.ts';
import { render } from '../../helpers/render.tsx';

const names = ['/a/gifts.db', '/a/gifts\u001b[31m.db', '/a/gifts/'];

const opened = async (
  options: { readonly fault?: string; readonly offers?: readonly { readonly text: string }[] } = {},
) => {
  const submitted: string[] = [];
  const app = await render(
    <KeyboardProvider>
      <PathPrompt
        label="Name: "
        width={40}
        height={8}
        fault={options.fault ?? ''}
        offers={options.offers ?? []}
        complete={async (text) => {
          const candidates = names.filter((name) => name.startsWith(text));
          return { text: candidates.length > 0 ? '/a/gifts' : text, candidates };
        }}
        onSubmit={(text) => submitted.push(text)}
        onCancel={() => submitted.push('cancelled')}
      />
    </KeyboardProvider>,
    { columns: 40, rows: 8, alwaysWraps: true },
  );
  return { app, submitted };
};

test('Tab completes, then goes through what is left; names are drawn printable and used as they are', async () => {
  const { app, submitted } = await opened();
  await app.type('/a');
  await app.press('tab');
  expect(app.lines().slice(0, 4)).toEqual(['Name: /a/gifts', '  gifts.db', '  gifts␛[31m.db', '  gifts/']);
  await app.press('tab', 'tab');
  expect(app.lines()[0]).toBe('Name: /a/gifts␛[31m.db');
  expect(app.screen()).toContain('❯ gifts␛[31m.db');
  await app.press('shift+tab', 'down', 'enter');
  expect(submitted).toEqual(['/a/gifts\u001b[31m.db']);
});

test('Tab says where nothing begins like that, and typing goes on', async () => {
  const { app, submitted } = await opened();
  await app.type('/b');
  await app.press('tab');
  expect(app.screen()).toContain('nothing begins like that');
  await app.type('c');
  await app.press('enter');
  expect(submitted).toEqual(['/bc']);
});

test('Arrows choose among what is offered, and Escape leaves', async () => {
  const { app, submitted } = await opened({ offers: [{ text: 'live' }, { text: '/srv/test.db' }] });
  expect(app.lines().slice(1, 3)).toEqual(['  live', '  /srv/test.db']);
  await app.press('down', 'down', 'enter', 'escape');
  await app.waitFor(() => submitted.length === 2);
  expect(submitted).toEqual(['/srv/test.db', 'cancelled']);
});

test('A fault is shown whole, also a path that is longer than the line', async () => {
  const path = `/srv/${'a-very-long-folder/'.repeat(4)}gifts.db`;
  const { app } = await opened({ fault: `There is no database of the API at ${path}.` });
  expect(app.lines().slice(1).join('').replaceAll(' ', '')).toContain(path);
});
