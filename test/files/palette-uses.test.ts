import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openPaletteUses } from '../../src/files/palette-uses.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute));
const stateFolder = () => join(temporaryFolder(), 'presents');

describe('What was chosen in the palette', () => {
  test('is there again after a restart, the latest first, with its number of uses', () => {
    const folder = stateFolder();
    const uses = openPaletteUses(folder);
    uses.add('action users.add', at(1));
    uses.add('user ["1","a\nb"]', at(2));
    uses.add('action users.add', at(3));
    const expected = [
      { id: 'action users.add', count: 2, lastAt: at(3) },
      { id: 'user ["1","a\nb"]', count: 1, lastAt: at(2) },
    ];
    expect(uses.list()).toEqual(expected);
    expect(openPaletteUses(folder).list()).toEqual(expected);
    expect(statSync(join(folder, 'palette')).mode & 0o777).toBe(0o600);
  });

  test('takes in what another dashboard added meanwhile', () => {
    const folder = stateFolder();
    const [one, other] = [openPaletteUses(folder), openPaletteUses(folder)];
    one.add('a', at(1));
    other.add('b', at(2));
    one.add('c', at(3));
    expect(one.list().map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  test('is not read where a line is broken, or others may write the file', () => {
    const folder = stateFolder();
    openPaletteUses(folder).add('a', at(1));
    const path = join(folder, 'palette');
    writeFileSync(path, `{\n[1]\n["x","y","z"]\nnull\n[1,"no time","b"]\n${readFileSync(path, 'utf8')}`);
    expect(
      openPaletteUses(folder)
        .list()
        .map(({ id }) => id),
    ).toEqual(['a']);
    chmodSync(path, 0o666);
    expect(openPaletteUses(folder).list()).toEqual([]);
  });

  test('lasts as long as the program where there is no folder', () => {
    const uses = openPaletteUses(undefined);
    uses.add('a', at(1));
    uses.add('a', at(2));
    expect(uses.list()).toEqual([{ id: 'a', count: 2, lastAt: at(2) }]);
  });
});
