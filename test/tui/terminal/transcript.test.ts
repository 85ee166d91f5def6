import { describe, expect, test } from 'vitest';
import { Transcript } from '../../../src/tui/terminal/transcript.ts';
import { promptMark, sectionMark } from '../../../src/tui/theme/spoken-marks.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

interface Shown {
  readonly state?: string;
  readonly screen?: string;
  readonly lines?: readonly string[];
  readonly message?: string;
  readonly dialog?: readonly string[] | undefined;
}

/** A transcript whose first screen, a list of three, was read. */
function listen() {
  const clock = new FakeClock(new Date('2026-11-20T12:00:00Z'));
  let text = '';
  const transcript = new Transcript((piece) => {
    text += piece;
  }, clock);
  let shown: Shown = { state: 'live', screen: 'users', lines: ['Users, 3', 'Selected: 1. a', '2. b', '3. c'] };
  const show = (change: Shown = {}) => {
    shown = { ...shown, ...change };
    const { state = '', screen = '', lines = [], message = '', dialog } = shown;
    transcript.draw(
      [
        ...[sectionMark('state', state), `Data: ${state}`],
        ...[sectionMark('screen', screen), ...lines],
        ...[sectionMark('message', message), ...(message === '' ? [] : [message])],
        ...[sectionMark('keys', screen), `Keys: of ${screen}.`],
        ...(dialog ? [sectionMark('dialog', dialog[0] ?? ''), ...dialog] : []),
      ].join('\n'),
    );
  };
  /** What was written since the last time. */
  const heard = () => {
    const said = text;
    text = '';
    return said;
  };
  const press = (change: Shown) => {
    transcript.keyPressed();
    show(change);
    clock.advance(1000);
    return heard();
  };
  show();
  clock.advance(1000);
  const first = heard();
  return { clock, transcript, show, heard, press, first };
}

describe('A dashboard that is read out', () => {
  test('begins with the state of the data, the screen with the selected row first, and its keys', () => {
    expect(listen().first).toBe('Data: live\nUsers, 3\nSelected: 1. a\n2. b\n3. c\nKeys: of users.\n');
  });

  test('says of a move in a list the row that is selected now, and nothing else', () => {
    const { press } = listen();
    expect(press({ lines: ['Users, 3', '1. a', 'Selected: 2. b', '3. c'] })).toBe('Selected: 2. b\n');
    expect(press({})).toBe('');
  });

  test('leaves out lists about the row that was moved to', () => {
    const { press } = listen();
    press({ lines: ['Users, 3', 'Selected: 1. a', '2. b', '3. c', 'Newest calls of a', '1. 12:00'] });
    const moved = ['Users, 3', '1. a', 'Selected: 2. b', '3. c', 'Newest calls of b', '1. 12:01'];
    expect(press({ lines: moved })).toBe('Selected: 2. b\nNewest calls of b\n');
  });

  test('says only the last of many keys that are pressed fast', () => {
    const { transcript, show, clock, heard } = listen();
    for (const at of ['2. b', '3. c']) {
      transcript.keyPressed();
      show({ lines: ['Users, 3', ...['1. a', '2. b', '3. c'].map((row) => (row === at ? `Selected: ${row}` : row))] });
      clock.advance(20);
    }
    clock.advance(1000);
    expect(heard()).toBe('Selected: 3. c\n');
  });

  test('reads another screen as a whole, and its keys the first time', () => {
    const { press } = listen();
    expect(press({ screen: 'system', lines: ['System', 'Calls: 12'] })).toBe('\nSystem\nCalls: 12\nKeys: of system.\n');
    expect(press({ screen: 'users', lines: ['Users, 3'] })).toBe('\nUsers, 3\n');
  });

  test('reads a dialog, and behind it the message and the rows that it changed', () => {
    const { press } = listen();
    expect(press({ dialog: ['Deactivate a?', 'y yes, Esc no'] })).toBe('\nDeactivate a?\ny yes, Esc no\n');
    const lines = ['Users, 3', 'Selected: 1. a: inactive', '2. b', '3. c'];
    expect(press({ message: 'Done: Deactivated a.', lines, dialog: undefined })).toBe(
      'Done: Deactivated a.\nSelected: 1. a: inactive\n',
    );
  });

  test('says nothing of rows that change by themselves, then or with the next key', () => {
    const { show, clock, heard, press } = listen();
    show({ lines: ['Users, 4', 'Selected: 1. new', '2. a', '3. b'] });
    clock.advance(60_000);
    expect(heard()).toBe('');
    expect(press({ lines: ['Users, 4', '1. new', 'Selected: 2. a', '3. b'] })).toBe('Selected: 2. a\n');
  });

  test('reads what a key asked for when the answer is there', () => {
    const { press, show, clock, heard } = listen();
    expect(press({ screen: 'user', lines: ['b', 'Reading...'] })).toContain('Reading...');
    show({ lines: ['b', 'scanning 20 %', '1. found'] });
    clock.advance(1000);
    expect(heard()).toBe('');
    show({ lines: ['b', 'Calls: 12', '1. found', '2. and another that was cut while processing...'] });
    clock.advance(1000);
    expect(heard()).toBe('Calls: 12\n1. found\n2. and another that was cut while processing...\n');
    show({ lines: ['b', 'Calls: 13'] });
    clock.advance(1000);
    expect(heard()).toBe('');
  });

  test('announces while work goes on that a key began', () => {
    const { press, show, clock, heard } = listen();
    press({ screen: 'user', lines: ['b', 'scanning 20 %'] });
    show({ state: 'stale', lines: ['b', 'scanning 30 %'] });
    clock.advance(1000);
    expect(heard()).toBe('Data: stale\n');
  });

  test('waits for the answers of a screen that opens', () => {
    const { transcript, show, clock, heard } = listen();
    transcript.keyPressed();
    const release = transcript.hold();
    show({ screen: 'system', lines: ['System'] });
    clock.advance(500);
    expect(heard()).toBe('');
    show({ lines: ['System', 'Calls: 12'] });
    release();
    clock.advance(500);
    expect(heard()).toContain('System\nCalls: 12\n');
  });

  test('announces the state of the data and messages by itself, one in ten seconds at most, and the last one of several', () => {
    const { show, clock, heard } = listen();
    clock.advance(60_000);
    show({ state: 'stale' });
    clock.advance(10);
    expect(heard()).toBe('Data: stale\n');
    show({ state: 'live' });
    clock.advance(2000);
    show({ state: 'paused', message: 'Note: far behind.' });
    clock.advance(7000);
    expect(heard()).toBe('');
    clock.advance(1500);
    expect(heard()).toBe('Data: paused\nNote: far behind.\n');
    show({ state: 'live' });
    clock.advance(1000);
    show({ state: 'paused' });
    clock.advance(60_000);
    expect(heard()).toBe('');
  });

  test('writes what is typed behind its prompt, letter by letter, and what follows from it in a pause', () => {
    const { transcript, show, clock, heard, press } = listen();
    const typed = (text: string, ...more: readonly string[]) => ['Add a user', ...more, promptMark('Username', text)];
    expect(press({ dialog: typed('') })).toBe('\nAdd a user\nUsername: ');
    for (const text of ['a', 'ac', 'acme', 'acm']) {
      transcript.keyPressed();
      show({ dialog: typed(text) });
      clock.advance(100);
    }
    expect(heard()).toBe('acme\b \b');
    transcript.keyPressed();
    show({ dialog: typed('acme', 'This name is taken.') });
    clock.advance(1000);
    expect(heard()).toBe('e\nThis name is taken.\nUsername: acme');
    // An arrow types nothing: it is answered at once.
    transcript.keyPressed();
    show({ dialog: typed('acme', 'Selected: acme-shop') });
    clock.advance(100);
    expect(heard()).toBe('\nSelected: acme-shop\nUsername: acme');
  });
});
