import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { ReadStream } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { MARKED_INPUT } from '../../../src/model/terminal-input.ts';
import { KeyStream } from '../../../src/tui/terminal/key-stream.ts';
import { splitKeys } from '../../../src/tui/terminal/split-keys.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

const keysOf = (piece: string): readonly string[] => splitKeys(piece).keys;

describe('A piece of terminal input', () => {
  test.each([
    ['a burst of letters', 'jjk', ['j', 'j', 'k']],
    ['a word and its Return', 'ab\r', ['a', 'b', '\r']],
    ['arrows among letters', 'j\u001b[Bk\u001b[1;5C', ['j', '\u001b[B', 'k', '\u001b[1;5C']],
    ['keys of application mode', '\u001bOA\u001bOB', ['\u001bOA', '\u001bOB']],
    ['Page Down and Delete', '\u001b[6~\u001b[3~', ['\u001b[6~', '\u001b[3~']],
    ['a lone Escape', '\u001b', ['\u001b']],
    ['Escape before another sequence', '\u001b\u001b[A', ['\u001b', '\u001b[A']],
    ['Alt and a letter', '\u001bx', ['\u001bx']],
    ['control characters', '\u0003\u0004\u007f\t', ['\u0003', '\u0004', '\u007f', '\t']],
    ['wide letters and emoji', '東🎁', ['東', '🎁']],
    ['a paste as a whole', 'a\u001b[200~q\rx\u001b[A\u001b[201~b', ['a', '\u001b[200~q\rx\u001b[A\u001b[201~', 'b']],
    [
      'two pastes',
      '\u001b[200~a\u001b[201~\u001b[200~b\u001b[201~',
      ['\u001b[200~a\u001b[201~', '\u001b[200~b\u001b[201~'],
    ],
  ])('is split into its keys: %s', (_, piece, keys) => {
    expect(splitKeys(piece)).toEqual({ keys, unfinished: '' });
  });

  test.each([
    ['a paste whose end comes later', '\u001b[200~ab', [], '\u001b[200~ab'],
    ['half of the mark of a paste', 'j\u001b[20', ['j'], '\u001b[20'],
    [
      'a paste that holds its own end',
      '\u001b[200~a\u001b[201~\rq\u001b[201~j',
      ['\u001b[200~a\rq\u001b[201~', 'j'],
      '',
    ],
    ['a paste that no terminal marked', 'a\nb', ['\u001b[200~a\nb\u001b[201~'], ''],
  ])('keeps pasted text from becoming keys: %s', (_, piece, keys, unfinished) => {
    expect(splitKeys(piece)).toEqual({ keys, unfinished });
  });

  test('loses nothing and makes nothing up, however it is mixed', () => {
    const parts = ['j', '\r', '\u001b[B', '\u001bOA', '東', '\u001b[200~x\ny\u001b[201~', '\u0003', '\u001b[1;2D'];
    for (let seed = 1; seed < 200; seed++) {
      const chosen = Array.from({ length: 12 }, (_, at) => parts[(seed * (at + 3) * 7 + at * at) % parts.length] ?? '');
      expect(keysOf(chosen.join(''))).toEqual(chosen);
    }
  });

  test.each([
    ['OSC with ST', '\u001b]11;rgb:1a1a/1b1b/2626\u001b\\'],
    ['OSC with BEL', '\u001b]11;rgb:1a1a/1b1b/2626\u0007'],
    ['device attributes', '\u001b[?62;4;22c'],
  ])('keeps an answer whole, and the part of one that is cut: %s', (_, reply) => {
    expect(keysOf(`j${reply}k`)).toEqual(['j', reply, 'k']);
    for (let cut = reply.startsWith('\u001b[') ? 3 : 2; cut < reply.length; cut++) {
      const { keys, unfinished } = splitKeys(`j${reply.slice(0, cut)}`);
      expect({ cut, keys, unfinished }).toEqual({ cut, keys: ['j'], unfinished: reply.slice(0, cut) });
    }
  });

  test('does not wait for the end of what only looks like the beginning of an answer', () => {
    // Alt+] and Alt+Shift+P, and then somebody goes on typing.
    expect(splitKeys('\u001bPjj')).toEqual({ keys: ['\u001bP', 'j', 'j'], unfinished: '' });
    expect(splitKeys('\u001bP')).toEqual({ keys: ['\u001bP'], unfinished: '' });
    expect(splitKeys('\u001b]jj')).toEqual({ keys: ['\u001b]', 'j', 'j'], unfinished: '' });
    expect(splitKeys('\u001b]12jj')).toEqual({ keys: ['\u001b]', '1', '2', 'j', 'j'], unfinished: '' });
  });
});

/** A key stream over a keyboard in memory, with what came through. */
function listening() {
  const keyboard = Object.assign(new PassThrough(), {
    isRaw: false,
    setRawMode(isRaw: boolean) {
      keyboard.isRaw = isRaw;
    },
  });
  const clock = new FakeClock();
  const keys = new KeyStream(keyboard as unknown as ReadStream, clock);
  const received: string[] = [];
  keys.on('data', (key) => received.push(String(key)));
  const replies: string[] = [];
  const type = async (piece: string | Buffer): Promise<void> => {
    keyboard.write(piece);
    for (let at = 0; at <= piece.length + 2; at++) await turn();
  };
  return { keyboard, keys, clock, received, replies, type };
}

describe('The stream of keys', () => {
  test('hands over one key a turn, so that each meets the screen that the one before it made', async () => {
    const { keyboard, received, type } = listening();
    await type('x');
    keyboard.write('abc');
    const seen: string[] = [];
    while (received.length < 4) {
      seen.push(received.join(''));
      await turn();
    }
    expect(received.join('')).toBe('xabc');
    for (const [at, text] of seen.entries()) expect(text.length).toBeLessThanOrEqual(2 + at);
  });

  test('makes one report of the steps of a wheel that turns faster than the screen is drawn', async () => {
    const { keyboard, received } = listening();
    const step = (button: number) => `\u001b[<${button};5;3M`;
    keyboard.write(`j${step(65).repeat(4)}${step(64).repeat(2)}k`);
    for (let at = 0; at < 20; at++) await turn();
    const handedOn = received.map((key) => key.replace(MARKED_INPUT, ''));
    expect(handedOn).toEqual(['j', '[<65;5;3M4', '[<64;5;3M2', 'k']);
  });

  test('keeps the order when more is typed before the first piece is through', async () => {
    const { keyboard, received, type } = listening();
    keyboard.write('ab');
    await turn();
    keyboard.write('cd');
    await type('e');
    expect(received.join('')).toBe('abcde');
  });

  test('puts a wide letter together that was cut into its bytes', async () => {
    const { received, type } = listening();
    const bytes = Buffer.from('東');
    await type(bytes.subarray(0, 2));
    await type(bytes.subarray(2));
    expect(received).toEqual(['東']);
  });

  test('tells answers to whoever asked, and never to the keys, also when they come late or in pieces', async () => {
    const { keys, received, replies, type } = listening();
    const stop = keys.onReply((reply) => replies.push(reply));
    await type('j\u001b]11;rgb:00');
    await type('00/0000/0000\u001b');
    await type('\\k\u001b[?62;4c');
    expect(replies).toEqual(['\u001b]11;rgb:0000/0000/0000\u001b\\', '\u001b[?62;4c']);
    stop();
    await type('\u001b]11;rgb:ffff/ffff/ffff\u0007l');
    expect(replies).toHaveLength(2);
    expect(received.join('')).toBe('jkl');
  });

  test('tells the place of the cursor from F3 with Shift or Alt, which looks like one in the first row', async () => {
    const { keys, received, replies, type } = listening();
    keys.onReply((reply) => replies.push(reply));
    await type('\u001b[1;2R\u001b[2;10R\u001b[24;80R');
    expect(replies).toEqual(['\u001b[2;10R', '\u001b[24;80R']);
    expect(received).toEqual(['\u001b[1;2R']);
  });

  test('takes no piece of an answer that is due for a key, wherever it is cut', async () => {
    const answer = '\u001b]11;rgb:0000/0000/0000\u001b\\\u001b[2;10R\u001b[?62;4c';
    for (let cut = 1; cut < answer.length; cut++) {
      const { keys, received, replies, type, clock } = listening();
      keys.onReply((reply) => replies.push(reply));
      keys.isReplyDue = true;
      await type(`j${answer.slice(0, cut)}`);
      clock.advance(200);
      await type(`${answer.slice(cut)}k`);
      expect({ cut, replies: replies.length, received: received.join('') }).toEqual({
        cut,
        replies: 3,
        received: 'jk',
      });
    }
  });

  test('holds Escape only a moment while an answer is due', async () => {
    const { keys, received, type, clock } = listening();
    keys.isReplyDue = true;
    await type('\u001b');
    expect(received).toEqual([]);
    clock.advance(300);
    expect(received).toEqual(['\u001b']);
    keys.isReplyDue = false;
    await type('\u001b');
    expect(received).toEqual(['\u001b', '\u001b']);
    expect(clock.timerCount).toBe(0);
  });

  test('is raw until what was asked is answered, and drops what is typed meanwhile', async () => {
    const { keyboard, keys, received, type } = listening();
    keys.takeOver();
    keys.setRawMode();
    expect(keyboard.isRaw).toBe(true);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const givenBack = keys.giveBack(answered);
    await type('ls\r');
    expect({ isRaw: keyboard.isRaw, received }).toEqual({ isRaw: true, received: [] });
    answer();
    await givenBack;
    expect(keyboard.isRaw).toBe(false);
    keys.takeOver();
    await type('j');
    expect({ isRaw: keyboard.isRaw, received }).toEqual({ isRaw: true, received: ['j'] });
  });

  test('passes on the keys of a person who typed Alt and a bracket', async () => {
    const { received, type } = listening();
    await type('\u001bP');
    await type('j');
    await type('\u001b]');
    await type('k');
    expect(received.join('')).toMatch(/j.*k$/s);
  });

  test('ends with the terminal, and lets go of it when told', async () => {
    const { keyboard, keys, received, type } = listening();
    keys.takeOver();
    expect(keyboard.isRaw).toBe(true);
    keys.release();
    await type('j');
    expect(received).toEqual([]);
    const other = listening();
    other.keyboard.end();
    await turn();
    expect(other.keys.writableEnded).toBe(true);
  });
});
