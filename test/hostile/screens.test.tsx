import { beforeAll, describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/text/width.ts';
import { type Console, renderConsole } from '../helpers/console.tsx';
import { inLongRun } from '../helpers/long-run.ts';
import { buildHostileDatabase, type Kind } from './hostile-database.ts';
import { lineBeyond, skeleton, strangerInFrames } from './looks.ts';

const seed = Number(process.env.SEED ?? 20_261);
/** Of 26 that hold every row. */
const pages = inLongRun(6, 26);
const sizes = [
  [120, 30],
  [40, 12],
] as const;

const paths: Record<Kind, string> = { hostile: '', harmless: '' };

beforeAll(() => {
  paths.hostile = buildHostileDatabase('hostile', seed);
  paths.harmless = buildHostileDatabase('harmless', seed);
});

/** Returns the parts of a screen that data must not move: corners and sides of frames, and the lines at the edges. */
function outline({ app }: Console): readonly string[] {
  const lines = app.lines();
  const corners = skeleton(lines, (line, at) => cellWidth(line.slice(0, at)));
  return [`${lines.length} lines`, `brand ${/ 1 /.exec(lines[0] ?? '')?.index}`, ...corners];
}

/** Walks through every screen and every dialog that shows what strangers wrote; `look` sees each. */
async function walk(console: Console, look: (name: string) => void): Promise<void> {
  const { app } = console;
  const step = async (name: string, ...keys: readonly string[]) => {
    await app.press(...keys);
    look(name);
  };
  look('users');
  for (const key of ['x', '!']) {
    await step(`users ${key}`, key);
    await step('users', 'escape');
  }
  await step('a user', 'enter');
  await step('deactivate', 'x');
  await step('a user', 'escape');
  await step('a user copied', 'y');
  await step('users', 'escape');
  await step('system', '2');
  for (let row = 0; row < 3; row += 1) await step(`system row ${row}`, 'j');
  await step('groups', '3');
  await step('a note', 'a');
  await step('groups', 'escape');
  await step('why', 'w');
  await step('its first line', 'j', 'y');
  await step('groups', 'escape', 'escape');
  await step('resolved', 'x');
  await step('undone', 'u');
  await step('calls of a group', 'enter');
  await step('groups', 'escape');
  await step('errors', 'o');
  await step('a call', 'enter');
  for (let page = 0; page < 3; page += 1) await step(`a call ${page}`, 'pagedown');
  await step('errors', 'escape');
  await step('cache', '4');
  await step('invalidate', 'x');
  await step('cache', 'escape');
  await step('a product', 'enter');
  await step('invalidate it', 'x');
  await step('invalidated', 'y');
  await step('undone', 'u');
  await step('cache', 'escape');
}

const followsData: ReadonlySet<string> = new Set([
  'groups',
  'a note',
  'resolved',
  'undone',
  'deactivate',
  'invalidate',
  'invalidate it',
]);

/** Tells whether every frame on the screen has its four corners; a box over the screen may cover some of the others. */
function frameCorners(lines: readonly string[]): readonly string[] {
  const count = (corner: string) => lines.join('').split(corner).length - 1;
  return [`frames are whole: ${count('╭') > 0 === count('╯') > 0 && count('╮') > 0 === count('╰') > 0}`];
}

describe(`Over 5,000 rows that strangers wrote (seed ${seed})`, () => {
  test.for(sizes)(
    'at %ix%i every screen and dialog keeps its frames and writes nothing of theirs',
    async ([columns, rows]) => {
      const outlines: Record<Kind, string[]> = { hostile: [], harmless: [] };
      for (const kind of ['harmless', 'hostile'] as const) {
        const console = await renderConsole({ database: paths[kind], columns, rows, alwaysWraps: true });
        await walk(console, (name) => {
          // Where panels follow the number of groups, or a question the length of a name, frames are whole all the same.
          const shown = followsData.has(name) ? frameCorners(console.app.lines()) : outline(console);
          outlines[kind].push(`${name}:\n${shown.join('\n')}`);
          expect(lineBeyond(console.app.lines(), columns)).toBeUndefined();
        });
        expect(strangerInFrames(console.app.terminal.raw)).toBeUndefined();
        expect(console.app.terminal.clipboard).toBeNull();
        await console.app.unmount();
      }
      for (const [index, expected] of outlines.harmless.entries()) expect(outlines.hostile[index]).toBe(expected);
    },
  );

  test('the rows of every list are harmless where they are listed', async () => {
    const console = await renderConsole({ database: paths.hostile, columns: 120, rows: 120, alwaysWraps: true });
    const { app } = console;
    for (const [keys, heading] of [
      [['1'], 'STATUS'],
      [['3', 'o'], 'STATUS'],
      [['4'], 'STATUS'],
    ] as const) {
      await app.press(...keys);
      for (let page = 0; page < pages; page += 1) {
        const lines = app.lines();
        const y = lines.findIndex((line) => line.includes(heading));
        expect(y, `${heading} on screen ${keys[0]}`).toBeGreaterThan(0);
        const at = cellWidth((lines[y] ?? '').split(heading)[0] ?? '');
        for (const [row, line] of lines.entries()) {
          if (row > y && row < lines.length - 2 && line !== '')
            expect(['', ' ']).toContain(app.terminal.cell(at - 1, row).text);
        }
        await app.press('pagedown');
      }
    }
    expect(strangerInFrames(app.terminal.raw)).toBeUndefined();
  });

  test('what is opened of a row is harmless: users, calls with their payloads, products', async () => {
    const { app } = await renderConsole({ database: paths.hostile, columns: 100, rows: 40, alwaysWraps: true });
    for (const screen of ['1', '3', '4']) {
      await app.press(screen);
      for (let row = 0; row < inLongRun(5, 12); row += 1) {
        await app.press('j', 'enter');
        expect(lineBeyond(app.lines(), 100)).toBeUndefined();
        await app.press('escape');
      }
    }
    expect(strangerInFrames(app.terminal.raw)).toBeUndefined();
  });
});
