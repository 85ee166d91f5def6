import { describe, expect, test } from 'vitest';
import { isShownAsItIs, printable } from '../../src/text/printable.ts';
import { cellWidth } from '../../src/text/width.ts';
import { hostileTexts } from './hostile.ts';

const HARMFUL = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/v;

describe('printable', () => {
  test.each([
    ['acme-shop', 'acme-shop'],
    ['böhm & söhne', 'böhm & söhne'],
    ['東京ギフト', '東京ギフト'],
    ['emoji🎁user', 'emoji🎁user'],
    ['', ''],
    ['🇩🇪🇪🇺', '🇩🇪🇪🇺'],
    ['한국어', '한국어'],
    ['blank\u2800braille', 'blank\u2800braille'],
  ])('leaves %j as it is', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test.each([
    ['an escape sequence', 'evil\u001b[31mred', 'evil␛[31mred'],
    ['a clipboard sequence', '\u001b]52;c;ZXZpbA==\u0007', '␛]52;c;ZXZpbA==␇'],
    ['line breaks and tabs', 'a\r\nb\tc', 'a␍␊b␉c'],
    ['NUL and DEL', '\u0000\u007f', '␀␡'],
    ['an 8-bit control', '\u009b2J', '‹009B›2J'],
    ['a bidi override', '\u202egnp.exe', '‹202E›gnp.exe'],
    ['bidi isolates and marks', '\u2066\u2069\u200e\u061c', '‹2066›‹2069›‹200E›‹061C›'],
    ['zero-width characters', 'a\u200bb\ufeffc\u2060', 'a‹200B›b‹FEFF›c‹2060›'],
    ['line and paragraph separators', '\u2028\u2029', '‹2028›‹2029›'],
    ['tags', '\u{e0041}', '‹E0041›'],
    ['lone surrogates', 'a\ud800b\udc00', 'a‹D800›b‹DC00›'],
    ['noncharacters', '\uffff\u{1fffe}', '‹FFFF›‹1FFFE›'],
    ['invisible letters', '\u3164\u115f', '‹3164›‹115F›'],
    ['a soft hyphen', 'a\u00adb', 'a‹00AD›b'],
    ['a joiner of emoji', '👩\u200d💻', '👩‹200D›💻'],
    ['variation selectors', '❤\ufe0f', '❤‹FE0F›'],
    ['emoji modifiers', '👍🏽', '👍‹1F3FD›'],
    ['half a flag', '🇩🇪🇩', '🇩🇪‹1F1E9›'],
    ['stray parts of syllables', '\u1100\u1100\u1161\u11a8\u11a8', '‹1100›각‹11A8›'],
  ])('makes %s visible', (_name, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('keeps two combining marks on a letter and counts the rest', () => {
    expect(printable('e\u0301\u0302x')).toBe('e\u0301\u0302x');
    expect(printable(`e${'\u0301'.repeat(19)}x`)).toBe('e\u0301\u0301‹+17›x');
  });

  test('gives a combining mark at the start something to stand on', () => {
    expect(printable('\u0301x')).toBe('◌\u0301x');
  });

  test('leaves nothing that controls, hides or reorders in any text', () => {
    for (const text of hostileTexts(3000)) expect(printable(text)).not.toMatch(HARMFUL);
  });

  test('shows every code point of the basic plane and every astral one tried in at least a cell', () => {
    const invisible: string[] = [];
    for (let codePoint = 0; codePoint < 0x110000; codePoint += codePoint < 0x10000 ? 1 : 97) {
      const shown = printable(`a${String.fromCodePoint(codePoint)}b`);
      const isMark = /[\p{Mn}\p{Me}]/v.test(shown);
      if (HARMFUL.test(shown) || cellWidth(shown) < (isMark ? 2 : 3)) invisible.push(codePoint.toString(16));
    }
    expect(invisible).toEqual([]);
  });

  test('changes nothing the second time', () => {
    for (const text of hostileTexts(500, 2)) expect(printable(printable(text))).toBe(printable(text));
  });

  test('shows at least as many cells as asked for, or says that it stopped', () => {
    for (const text of hostileTexts(500, 3)) {
      const whole = printable(text);
      const part = printable(text, 4);
      if (part !== whole) expect(part.endsWith('…')).toBe(true);
      expect(cellWidth(part)).toBeGreaterThanOrEqual(Math.min(4, cellWidth(whole)));
    }
  });

  test.each(['x', '\u001b', '東', '\u0301', '💣'])('reads no more of a megabyte of %j than it shows', (sign) => {
    expect(printable(sign.repeat(1_000_000), 100).length).toBeLessThan(1000);
  });

  test('does not cut a character in two where it stops', () => {
    expect(printable(`a${'💣'.repeat(100)}`, 1)).toBe('a💣💣💣…');
  });

  test('knows which texts it leaves as they are', () => {
    const plain = ['', 'acme', '東京', '🇩🇪🎁', 'e\u0301', '한국어'];
    for (const text of plain) expect(isShownAsItIs(text), text).toBe(true);
    for (const text of hostileTexts(300)) expect(isShownAsItIs(text), text).toBe(printable(text) === text);
  });
});
