import { describe, expect, test } from 'vitest';
import type { PaletteEntry, PaletteKind } from '../../../src/tui/shell/palette-sources/palette-entry.ts';
import { rankEntries, readQuery } from '../../../src/tui/shell/palette-sources/rank-entries.ts';

const now = new Date('2026-11-20T12:00:00Z');
const entry = (label: string, kind: PaletteKind = 'action', more: Partial<PaletteEntry> = {}): PaletteEntry => ({
  kind,
  id: `${kind} ${label}`,
  label,
  run: () => {},
  ...more,
});
const used = (id: string, count: number, daysAgo = 0) => ({
  id,
  count,
  lastAt: new Date(now.getTime() - daysAgo * 86_400_000),
});
const ranked = (typed: string, entries: readonly PaletteEntry[], uses: readonly ReturnType<typeof used>[] = []) =>
  rankEntries(entries, readQuery(typed), { uses, now }).map(({ entry: { kind, label } }) => `${kind} ${label}`);

describe('The palette ranks', () => {
  test.each([
    [
      'a better class first, whatever was used',
      'err',
      [entry('errors', 'screen'), entry('transfer error')],
      ['action transfer error'],
      ['screen errors', 'action transfer error'],
    ],
    [
      'of one class what was used more',
      'er',
      [entry('errors'), entry('erase')],
      ['action erase'],
      ['action erase', 'action errors'],
    ],
    [
      'actions before users, users before routes',
      'ac',
      [entry('acts', 'route'), entry('acme', 'user'), entry('acids')],
      [],
      ['action acids', 'user acme', 'route acts'],
    ],
    [
      'the shorter first',
      'ac',
      [entry('acme-shop', 'user'), entry('acme', 'user')],
      [],
      ['user acme', 'user acme-shop'],
    ],
    [
      'other words of an entry like its name',
      'quit',
      [entry('one step back', 'action', { also: ['quit'] })],
      [],
      ['action one step back'],
    ],
    ['a command', 'user deac', [entry('off', 'action', { command: 'user deactivate' })], [], ['action off']],
    [
      'a key, exactly as it is',
      'G',
      [entry('go', 'action', { key: 'g' }), entry('last row', 'action', { key: 'G' })],
      [],
      ['action last row', 'action go'],
    ],
    ['only actions behind >', '>ac', [entry('acme', 'user'), entry('act')], [], ['action act']],
    ['only users behind @', '@ ac', [entry('acme', 'user'), entry('act')], [], ['user acme']],
    ['only routes behind /', '/pred', [entry('/api/predict', 'route'), entry('predict')], [], ['route /api/predict']],
    [
      'no sentence that merely has the letters',
      'inv',
      [entry('clear, unpin, then one step back (never quits)')],
      [],
      [],
    ],
    [
      'where nothing is typed what was used, then what works, then the rest',
      '',
      [entry('no', 'action', { reason: 'No.' }), entry('yes'), entry('used', 'user')],
      ['user used'],
      ['user used', 'action yes', 'action no'],
    ],
  ] as const)('%s', (_, typed, entries, uses, expected) => {
    expect(
      ranked(
        typed,
        entries,
        uses.map((id) => used(id, 1)),
      ),
    ).toEqual(expected);
  });

  test('what works before what does not, within a class', () => {
    const entries = [entry('undo', 'action', { reason: 'Nothing.' }), entry('undone things', 'route')];
    expect(ranked('und', entries, [used('action undo', 9)])).toEqual(['route undone things', 'action undo']);
    expect(ranked('undo', entries)).toEqual(['action undo', 'route undone things']);
  });

  test('a better class first, however often and lately the other one was used', () => {
    // The same letters in each class, from the best to the worst.
    const labels = ['gif', 'gift', 'a gift', 'great idea for', 'agif', 'gxixf'];
    const entries = labels.map((label) => entry(label, 'route'));
    for (const [place, label] of labels.entries()) {
      const uses = labels.slice(place).map((other) => used(`route ${other}`, 1_000_000));
      expect(ranked('gif', entries, uses).indexOf(`route ${label}`)).toBeLessThanOrEqual(place);
    }
    expect(ranked('gif', entries, [used('route gxixf', 1_000_000)])).toHaveLength(labels.length);
  });

  test('what was used long ago less: a use counts half after a week', () => {
    const entries = [entry('errors one'), entry('errors two')];
    const uses = (daysAgo: number) => [used('action errors two', 2, daysAgo), used('action errors one', 1, 0)];
    expect(ranked('errors', entries, uses(0))[0]).toBe('action errors two');
    expect(ranked('errors', entries, uses(7))[0]).toBe('action errors one');
  });
});
