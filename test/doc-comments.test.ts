import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const QUESTION = /\/\*\*[\s*]*(What|Whether|How|Where|Which|Who|Why|When)\b.*/g;

test('a doc comment begins with a verb or a noun, not like a question', () => {
  const files = globSync('src/**/*.{ts,tsx}');
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    (readFileSync(file, 'utf8').match(QUESTION) ?? []).map((line) => `${file}: ${line}`),
  );
  expect(found).toEqual([]);
});
