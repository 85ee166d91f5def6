import { describe, expect, test } from 'vitest';
import { PresentsError } from '../../../../src/model/presents-error.ts';
import { renderConsole } from '../../../helpers/console.tsx';

const opened = async () => {
  const asked: string[] = [];
  const { app } = await renderConsole({
    theme: 'none',
    databases: {
      known: () => [
        { name: 'live', word: { text: 'PRODUCTION', color: 'red' }, isReadOnly: true, isOpen: true },
        { name: '/srv/test.db', word: null, isReadOnly: false, isOpen: false },
      ],
      open: async (name) => {
        asked.push(name);
        throw new PresentsError(`There is no database of the API at ${name}.`, {
          code: 'not_found',
          nextStep: 'Name one that is there.',
        });
      },
      complete: async () => ({ text: '/srv/gifts.db', candidates: ['/srv/gifts.db'] }),
    },
  });
  return { app, asked };
};

describe('Another database', () => {
  test('is found in the palette by :open, or by its name, and one that is open says so', async () => {
    const { app, asked } = await opened();
    await app.press(':');
    await app.type('live');
    expect(app.screen()).toContain('It is open already.');
    await app.press('ctrl+u');
    await app.type('open /srv');
    await app.press('enter');
    expect(asked).toEqual(['/srv/test.db']);
    await app.waitFor('✗ There is no database of the API at /srv/test.db. Name one that is there.');
  });

  test('that cannot be opened leaves this one, and the prompt says why and keeps what was typed', async () => {
    const { app, asked } = await opened();
    await app.press(':');
    await app.type('open another');
    await app.press('enter');
    expect(app.screen()).toMatch(/live {2}PRODUCTION · read-only · open now/);
    await app.press('tab', 'enter');
    await app.waitFor('There is no database of the API at /srv/gifts.db. Name one that is there.');
    expect(app.screen()).toContain('Name: /srv/gifts.db');
    await app.press('escape');
    await app.waitFor(() => !app.screen().includes('Open another database'));
    expect(asked).toEqual(['/srv/gifts.db']);
    expect(app.screen()).toContain('● live');
  });
});
