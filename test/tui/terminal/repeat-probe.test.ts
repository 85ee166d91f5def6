import { describe, expect, test } from 'vitest';
import { RepeatProbe } from '../../../src/tui/terminal/repeat-probe.ts';
import { TestTerminal } from '../../helpers/terminal.ts';

/** A terminal that answers with these texts, and what it was asked. */
function answering(...replies: readonly string[]) {
  const asked: string[] = [];
  const probe = new RepeatProbe({
    ask: (question, { onReply }) => {
      asked.push(question);
      for (const reply of replies) onReply?.(reply);
    },
  });
  return { asked, probe };
}

describe('A terminal', () => {
  test('that repeats a character is known by where its cursor stands then, and is asked once', () => {
    const { asked, probe } = answering('\u001b[2;10R');
    expect(probe.canRepeat).toBe(false);
    probe.ask();
    probe.ask();
    expect(probe.canRepeat).toBe(true);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['ignores it', ['\u001b[2;2R']],
    ['repeats it once', ['\u001b[2;3R']],
    ['repeats a part of it', ['\u001b[2;5R']],
    ['answers something else', ['\u001b]11;rgb:0/0/0\u0007', '\u001b[?1;2c']],
    ['does not answer', []],
  ])('that %s is told no lengths', (_, replies) => {
    const { probe } = answering(...replies);
    probe.ask();
    expect(probe.canRepeat).toBe(false);
  });

  test('as a person has one does what the question is about', async () => {
    const terminal = new TestTerminal({ columns: 20, rows: 3 });
    const { asked, probe } = answering();
    probe.ask();
    terminal.write(asked[0] ?? '');
    await terminal.settled();
    expect(terminal.screen()).toContain('─'.repeat(9));
    terminal.dispose();
  });
});
