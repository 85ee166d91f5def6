import { describe, expect, test } from 'vitest';
import { MARKED_INPUT } from '../../src/model/terminal-input.ts';
import { mouseEventOf } from '../../src/tui/keys/mouse.ts';
import { splitKeys } from '../../src/tui/terminal/split-keys.ts';
import { type Console, renderConsole } from '../helpers/console.tsx';
import { click, wheel } from '../helpers/mouse.ts';

const selected = ({ app }: Console) => app.lines().find((line) => line.startsWith(' ❯'));

describe('The mouse', () => {
  test('shows a screen by a click on its tab, and presses a key of the footer', async () => {
    const console = await renderConsole();
    await click(console, 'Cache');
    expect(console.app.screen()).toContain('CLASSIFIED');
    await click(console, '1 Users');
    await click(console, 'add', /quit/);
    expect(console.app.screen()).toContain('Username:');
  });

  test('selects a row by a click, and opens it by another one', async () => {
    const console = await renderConsole();
    await click(console, 'acme-shop');
    expect(selected(console)).toContain('acme-shop');
    expect(console.app.screen()).toContain('USERNAME');
    await click(console, 'acme-shop');
    expect(console.app.lines()[2]).toMatch(/^ acme-shop +● active/);
  });

  test('sorts by a click on a heading, and the other way round by another one', async () => {
    const console = await renderConsole();
    await click(console, 'USERNAME');
    expect(console.app.screen()).toContain('USERNAME ↑');
    await click(console, 'USERNAME');
    expect(console.app.screen()).toContain('USERNAME ↓');
    await click(console, 'ERRORS');
    expect(console.app.screen()).toContain('ERRORS ↓');
  });

  test('takes a part of the filter away by a click on it', async () => {
    const console = await renderConsole();
    await console.app.press('/');
    await console.app.type('user:c* status:2xx');
    await console.app.press('enter');
    await click(console, 'user:c*');
    expect(console.app.screen()).toContain('[status:2xx ×]');
    expect(console.app.screen()).not.toContain('[user:c* ×]');
  });

  test('moves through a list, a payload and a dialog by its wheel', async () => {
    const console = await renderConsole();
    const first = selected(console);
    await wheel(console, 'down', [10, 8]);
    expect(selected(console)).toContain('böhm');
    await wheel(console, 'up', [10, 8]);
    expect(selected(console)).toBe(first);
    await console.app.press('t');
    await wheel(console, 'down', [10, 8]);
    expect(console.app.screen()).toContain('❯ last 7 d');
  });

  test('chooses a row of a dialog, of the palette and of the help by a click', async () => {
    const console = await renderConsole();
    await console.app.press('t');
    await click(console, 'last 6 h');
    expect(console.app.screen()).toContain('traffic: last 6 h');
    await console.app.press(':');
    await click(console, 'sort by');
    expect(console.app.screen()).toContain('Sort by');
    await console.app.press('escape', '?');
    await click(console, 'sort by');
    await click(console, 'sort by');
    expect(console.app.screen()).toContain('Sort by');
  });

  test('selects a row of a panel by a click, and opens what it stands for by another one', async () => {
    const console = await renderConsole();
    await console.app.press('2');
    await click(console, '/api/predict');
    expect(console.app.cellOf('/api/predict').background).not.toBeNull();
    expect(console.app.lines().at(-1)).toContain('⏎ open');
    await click(console, '/api/predict');
    expect(console.app.screen()).toContain('[route:/api/predict ×]');
  });

  test('reaches nothing that a dialog stands over', async () => {
    const console = await renderConsole();
    await console.app.press('t');
    await click(console, '4 Cache');
    expect(console.app.screen()).toContain('Window');
    expect(console.app.screen()).not.toContain('CLASSIFIED');
  });

  test('types nothing into a prompt, and no report does that is cut in two', async () => {
    const console = await renderConsole();
    await console.app.press('/');
    await console.app.type('us');
    await console.app.type('\u001b[<0;1');
    await console.app.type('2;3M');
    await wheel(console, 'down', [1, 1]);
    expect(console.app.lines().find((line) => line.startsWith(' / '))).toMatch(/^ \/ us/);
  });

  test('is switched off and on by F2, and is off from the beginning where the settings say so', async () => {
    const { app } = await renderConsole();
    expect(app.terminal.modesLeftOn()).toContain('mouse clicks');
    await app.type('\u001bOQ');
    expect(app.screen()).toContain('The mouse is off');
    expect(app.terminal.modesLeftOn()).not.toContain('mouse clicks');
    expect(app.terminal.modesLeftOn()).not.toContain('mouse reports in SGR');
    await app.type('\u001b[12~');
    expect(app.screen()).toContain('The mouse is on; with Shift it selects text.');
    expect(app.terminal.modesLeftOn()).toContain('mouse clicks');
    const without = await renderConsole({ settings: { mouse: false } });
    expect(without.app.terminal.modesLeftOn()).not.toContain('mouse clicks');
  });
});

test.each([
  ['[<0;5;3M', { kind: 'click', x: 4, y: 2 }],
  ['[<4;5;3M', { kind: 'click', x: 4, y: 2 }],
  ['[<0;5;3m', { kind: 'none' }],
  ['[<2;5;3M', { kind: 'none' }],
  ['[<64;1;1M', { kind: 'wheel', by: -1 }],
  ['[<65;1;1M', { kind: 'wheel', by: 1 }],
  ['[<65;1;1M3', { kind: 'wheel', by: 3 }],
  ['[<66;1;1M', { kind: 'none' }],
])('the report %s is read', (input, expected) => {
  expect(mouseEventOf(`${MARKED_INPUT}${input}`)).toMatchObject(expected);
});

test.each(['[<0;5;3', '[A', 'M', '[<;;M'])('“%s” is no report about the mouse', (input) => {
  expect(mouseEventOf(`${MARKED_INPUT}${input}`)).toBeUndefined();
  expect(mouseEventOf('[<0;5;3M')).toBeUndefined();
});

test.each([
  ['\u001bOQ', 'f2'],
  ['\u001b[[B', 'f2'],
  ['\u001b[12~', 'f2'],
  ['\u001b[24~', 'f12'],
])('the function key %j goes on in one form', (bytes, key) => {
  expect(splitKeys(`x${bytes}y`).keys).toEqual(['x', `${MARKED_INPUT}${key}`, 'y']);
});
