import { describe, expect, test } from 'vitest';
import { PresentsError } from '../../../src/model/presents-error.ts';
import { renderConsole } from '../../helpers/console.tsx';

/** The label of the screen that the header marks. */
const activeTab = (screen: string, isInverse: (text: string) => boolean): string | undefined =>
  ['0 Attention', '1 Users', '2 System', '3 Errors', '4 Cache', '5 Calls']
    .filter((tab) => screen.includes(tab))
    .find(isInverse);

async function opened(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', ...options });
  const { app } = console;
  const lastLines = () => app.lines().slice(-2);
  return {
    ...console,
    active: () => activeTab(app.screen(), (text) => app.cellOf(text).isInverse),
    message: () => lastLines()[0]?.trim() ?? '',
    footer: () => lastLines()[1]?.trim() ?? '',
  };
}

describe('The dashboard', () => {
  test('goes to a screen by its number, and round them by Tab', async () => {
    const { app, active } = await opened();
    expect(active()).toBe('1 Users');
    const seen: (string | undefined)[] = [];
    for (const key of ['3', '2', '4', '1', 'tab', 'tab', 'shift+tab', 'shift+tab', 'shift+tab']) {
      await app.press(key);
      seen.push(active()?.slice(2));
    }
    expect(seen).toEqual(['Errors', 'System', 'Cache', 'Users', 'System', 'Errors', 'System', 'Users', 'Attention']);
  });

  test('takes what was typed in one burst as the keys it is', async () => {
    const { app, active } = await opened();
    await app.type('jj3oj\r');
    expect(active()).toBe('3 Errors');
    expect(app.screen()).toContain('Call #');
    await app.type('q1');
    expect(app.lines().find((line) => line.includes('❯'))).toContain('acme-shop');
  });

  test('keeps each screen as it was left', async () => {
    const { app } = await opened();
    await app.press('j', 'j', '/');
    await app.type('o');
    await app.press('enter', '4', 'j', '1');
    expect(app.screen()).toContain('[o ×]');
    const selected = app.lines().find((line) => line.includes('❯'));
    expect(selected).toContain('acme-shop');
    await app.press('4');
    expect(app.lines().find((line) => line.includes('❯'))).toContain('P0468');
  });

  test('tells which keys work where, from the same table as the help', async () => {
    const { app, footer } = await opened();
    expect(footer()).toMatch(/⏎ open.*a add.*x deactivate.*! new key.*p pause.*\? help.*q quit/);
    await app.press('enter');
    expect(footer()).toMatch(/x deactivate.*! new key.*q back/);
    expect(footer()).not.toContain('a add');
    await app.press('2');
    expect(footer()).toMatch(/t window.*m chart.*q quit/);
  });

  test('leaves out of the footer what a key cannot do to what is selected', async () => {
    const { app, footer } = await opened({ columns: 180 });
    await app.press('2');
    expect(footer()).toMatch(/^t window.*w why.*q quit$/);
    expect(footer()).not.toMatch(/⏎|z zoom|= only|} later/);
    await app.press('{');
    expect(footer()).toContain('} later');
    await app.press('}');
    await app.press('n');
    expect(footer()).toMatch(/⏎ open.*z zoom.*= only\/not/);
    await app.press('h');
    expect(footer()).toMatch(/m p50 p95.*h chart/);
    await app.press('5', '/');
    await app.type('user:nobody\r');
    expect(footer()).toMatch(/^s sort.*\/ filter.*w why/);
    expect(footer()).not.toMatch(/⏎|= only|F follow/);
  });

  test('says in the footer that x reactivates a user who is inactive', async () => {
    const { app, footer } = await opened({ columns: 160 });
    expect(footer()).toContain('x deactivate');
    await app.press('x', 'y');
    expect(footer()).toContain('x reactivate');
    await app.press('enter');
    expect(footer()).toContain('x reactivate');
    await app.press('x', 'y');
    expect(footer()).toContain('x deactivate');
  });

  test('answers why a key cannot work now', async () => {
    const { app, message } = await opened();
    await app.press('u');
    expect(message()).toBe('▲ There is nothing to undo.');
    await app.press('2', 'enter');
    expect(message()).toMatch(/^▲ Select a row/);
    await app.press('}');
    expect(message()).toMatch(/^▲ This is the newest window/);
  });

  test('shows times in UTC or local time, and says which', async () => {
    const { app, message } = await opened();
    await app.press('3', 'o', 'enter');
    expect(app.screen()).toContain('2026-11-20 12:58:40 CET');
    await app.press('U');
    expect(app.screen()).toContain('2026-11-20 11:58:40 UTC');
    expect(message()).toBe('✓ Times are UTC.');
    await app.press('U');
    expect(app.screen()).toContain('12:58:40 CET');
  });

  test('asks more or less often as it is told, within bounds', async () => {
    const { app, heartbeat, message } = await opened();
    await app.press('+');
    expect(heartbeat.pulse().intervalMs).toBe(2000);
    expect(message()).toBe('✓ Refreshes every 2 s at most.');
    for (let press = 0; press < 10; press++) await app.press('+');
    expect(message()).toMatch(/^▲ Already at the slowest refresh\./);
    for (let press = 0; press < 10; press++) await app.press('-');
    expect(message()).toMatch(/^▲ Already at the fastest refresh\./);
    expect(heartbeat.pulse().intervalMs).toBe(500);
  });

  test('clears and goes back by Escape, which never quits', async () => {
    const { app, hasLeft, message, active } = await opened();
    await app.press('u', 'escape');
    expect(message()).toBe('');
    await app.press('2', 'escape', 'escape', '3', 'o', 'enter');
    expect(app.screen()).toContain('Call #');
    await app.press('escape');
    expect(app.screen()).not.toContain('Call #');
    for (let press = 0; press < 5; press++) await app.press('escape');
    expect(active()).toBe('3 Errors');
    expect(hasLeft()).toBe(false);
  });

  test('goes back by q, and is left by q only on a main screen', async () => {
    const { app, hasLeft } = await opened();
    await app.press('enter', 'q');
    expect(hasLeft()).toBe(false);
    expect(app.screen()).toContain('USERNAME');
    await app.press('q');
    expect(hasLeft()).toBe(true);
  });

  test.each([
    ['a screen', []],
    ['a dialog', ['a']],
    ['a question', ['x']],
    ['a filter that is being typed', ['/']],
    ['the help', ['?']],
    ['a menu', ['s']],
  ])('is left by Ctrl-C from %s, with the terminal as it was and no timer left', async (_, keys) => {
    const { app, hasLeft, clock } = await opened();
    await app.press(...keys);
    await app.press('ctrl+c');
    expect(hasLeft()).toBe(true);
    await app.unmount();
    expect(app.terminal.modesLeftOn()).toEqual([]);
    expect(app.isRawMode).toBe(false);
    expect(clock.timerCount).toBe(0);
  });

  test('ignores what is pasted where keys are commands, and says so', async () => {
    const { app, message, active, hasLeft } = await opened();
    await app.paste('4qx\r!y');
    expect(active()).toBe('1 Users');
    expect(hasLeft()).toBe(false);
    expect(message()).toBe('▲ Pasted text was ignored: open a prompt first.');
  });

  test('shows marks for what cannot be seen in a prompt, and goes on editing the real text', async () => {
    const { app } = await opened();
    await app.press('/');
    await app.paste('a\u200cb\u001b');
    await app.type('x');
    expect(app.screen()).toMatch(/\/ a‹200C›b␛x\s/);
    await app.press('backspace', 'backspace', 'backspace', 'backspace');
    expect(app.screen()).toMatch(/\/ a\s/);
  });

  test.each(['\n', '\r', '\r\n', '\u2028'])(
    'takes the line end %j as the end of what is pasted, and says so',
    async (end) => {
      const { app, message } = await opened();
      await app.press('/');
      await app.paste(`acme${end}!yq${end}`);
      await app.type('-s');
      expect(app.screen()).toMatch(/\/ acme-s\s/);
      expect(message()).toBe('▲ Only the first line of the pasted text was taken.');
    },
  );

  test('puts a paste in at the cursor', async () => {
    const { app } = await opened();
    await app.press('/');
    await app.type('ac-shop');
    await app.press('home', 'right', 'right');
    await app.paste('me');
    await app.type('x');
    expect(app.screen()).toMatch(/\/ acmex-shop\s/);
  });

  test.each(['\u001bx', '\u001b東', '\u001b[1;3P', '\u001b[<0;1;1M', '\u0000', '\u001b[I'])(
    'types nothing for %j',
    async (key) => {
      const { app } = await opened();
      await app.press('/');
      await app.type('acme');
      await app.type(key);
      expect(app.screen()).toMatch(/\/ acme\s/);
    },
  );

  test('takes a paste of a megabyte without holding up the keys behind it', async () => {
    const { app } = await opened();
    await app.press('/');
    const text = `\u001b[200~${'x'.repeat(1_000_000)}\u001b[201~`;
    for (let at = 0; at < text.length; at += 65_536) await app.type(text.slice(at, at + 65_536));
    await app.press('ctrl+u');
    await app.type('acme');
    expect(app.screen()).toMatch(/\/ acme\s/);
  });

  test('answers the keys of a shell in a prompt', async () => {
    const { app } = await opened();
    await app.press('/');
    await app.type('one two');
    await app.press('ctrl+w', 'ctrl+a');
    await app.type('x');
    expect(app.screen()).toMatch(/\/ xone\s/);
    await app.press('right', 'ctrl+k');
    expect(app.screen()).toMatch(/\/ xo\s/);
    await app.press('ctrl+u');
    await app.type('client');
    expect(app.screen()).toMatch(/\/ client\s/);
  });

  test('survives a handler that throws, and says what happened', async () => {
    const { app, heartbeat, message, active } = await opened();
    const setPaused = heartbeat.setPaused;
    Object.assign(heartbeat, {
      setPaused: () => {
        throw new Error('a bug');
      },
    });
    await app.press('p');
    expect(message()).toBe('✗ Command failed: a bug');
    Object.assign(heartbeat, { setPaused });
    await app.press('3');
    expect(active()).toBe('3 Errors');
  });

  test('says that nothing was changed when an action fails, and what to do next', async () => {
    const { app, watch, message } = await opened();
    watch.failWith(new PresentsError('The database is locked.', { code: 'busy', nextStep: 'Try again.' }));
    await app.press('x');
    expect(message()).toBe('✗ The database is locked. Nothing was changed. Try again.');
  });
});
