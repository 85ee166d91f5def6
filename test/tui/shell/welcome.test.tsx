import { describe, expect, test } from 'vitest';
import { PresentsError } from '../../../src/model/presents-error.ts';
import { KeyboardProvider } from '../../../src/tui/keys/use-keys.ts';
import type { Session } from '../../../src/tui/shell/session.ts';
import { Welcome } from '../../../src/tui/shell/welcome.tsx';
import { createTheme } from '../../../src/tui/theme/theme.ts';
import { ThemeProvider } from '../../../src/tui/theme/use-theme.ts';
import { render } from '../../helpers/render.tsx';

const path = `/srv/${'a-very-long-folder/'.repeat(4)}gifts.db`;

const opened = async (columns = 80, rows = 24) => {
  const asked: string[] = [];
  const fail = async (what: string) => {
    asked.push(what);
    throw new PresentsError(`There is no database of the API at ${path}.`, {
      code: 'not_found',
      nextStep: 'Name one that is there.',
    });
  };
  const session: Session = {
    databaseName: path,
    start: () => fail('start'),
    create: () => fail('create'),
    openOther: fail,
    openDemo: () => fail('demo'),
    end: async () => {},
    door: {
      known: () => [
        { name: 'live', word: { text: 'PRODUCTION', color: 'red' }, isReadOnly: true, isOpen: false },
        { name: '/home/me/other.db', word: null, isReadOnly: false, isOpen: false },
      ],
      complete: async () => ({ text: '~/gifts.db', candidates: ['~/gifts.db'] }),
    },
    onOpen: () => {},
    closeAllBut: () => {},
  };
  const app = await render(
    <ThemeProvider value={createTheme('none', 'blocks')}>
      <KeyboardProvider>
        <Welcome missing="no database" session={session} onOpen={() => {}} />
      </KeyboardProvider>
    </ThemeProvider>,
    { columns, rows },
  );
  return { app, asked };
};

const textOf = (lines: readonly string[]) => lines.map((line) => line.replace(/^ *│ ?| ?│ *$/g, '').trim()).join('');

describe('The welcome', () => {
  test('lists what can be done, the databases of the config file and recent ones; arrows and ⏎ choose', async () => {
    const { app, asked } = await opened();
    expect(app.screen()).toMatch(/❯ c {2}create it here/);
    expect(app.screen()).toMatch(/1 {2}open live {2}PRODUCTION · read-only/);
    expect(app.screen()).toMatch(/2 {2}open \/home\/me\/other\.db/);
    await app.press('down', 'down', 'enter');
    expect(asked).toEqual(['live']);
    await app.waitFor('Name one that is there.');
    await app.press('2', 'up', 'enter');
    expect(asked).toEqual(['live', '/home/me/other.db']);
  });

  test.each([10, 12, 13, 14, 15, 24])('names its keys in %i rows, and how many choices have no room', async (rows) => {
    const { app } = await opened(40, rows);
    expect(app.lines()).toHaveLength(rows);
    expect(app.screen()).toMatch(/⏎ choose {3}\? help/);
    const shown = app.lines().filter((line) => /│ [❯ ] [co12dq] {2}/.test(line)).length;
    const [, hidden = '0'] = /↑↓ (\d+) more/.exec(app.screen()) ?? [];
    expect(shown + Number(hidden)).toBe(6);
  });

  test('explains itself with ?, and any key leads back', async () => {
    const { app } = await opened();
    await app.press('?');
    expect(app.screen()).toContain('Tab completes a path');
    await app.press('c');
    expect(app.screen()).toContain('create it here');
  });

  test('completes a path with Tab', async () => {
    const { app, asked } = await opened();
    await app.press('o', 'tab', 'enter');
    expect(asked).toEqual(['~/gifts.db']);
  });

  test.each([
    [80, 24],
    [60, 16],
  ])('shows the whole error at %dx%d, in the list and in the prompt', async (columns, rows) => {
    const { app } = await opened(columns, rows);
    const sentence = `There is no database of the API at ${path}. Name one that is there.`.replaceAll(' ', '');
    await app.press('1');
    await app.waitFor('there.');
    expect(textOf(app.lines()).replaceAll(' ', '')).toContain(sentence);
    expect(app.screen()).toContain('❯');
    await app.press('o');
    await app.type('x');
    await app.press('enter');
    await app.waitFor('there.');
    expect(textOf(app.lines()).replaceAll(' ', '')).toContain(sentence);
    expect(app.screen()).toContain('Name: x');
    expect(app.lines().at(-1)?.trim() === '' || app.screen().includes('╰')).toBe(true);
  });
});
