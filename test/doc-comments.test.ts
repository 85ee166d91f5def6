import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Folders of src that are held to the rule. */
const ROOMS = ['columns', 'demo', 'files', 'live', 'model', 'text'];

const QUESTION = /\/\*\*[\s*]*(What|Whether|How|Where|Which|Who|Why|When)\b.*/g;

test('a doc comment begins with a verb or a noun, not like a question', () => {
  const files = globSync(ROOMS.map((room) => `src/${room}/**/*.{ts,tsx}`));
  expect(files.length).toBeGreaterThan(ROOMS.length);
  expect(
    files.flatMap((file) => (readFileSync(file, 'utf8').match(QUESTION) ?? []).map((found) => `${file}: ${found}`)),
  ).toEqual([]);
});
