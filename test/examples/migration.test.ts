import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { initDatabase } from '../../src/store/library.ts';
import { temporaryFolder } from '../helpers/store.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const page = readFileSync('docs/migration.md', 'utf8');
const block = (language: string) => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(page)?.[1] ?? '';

test.runIf(hasPython)(
  'the page for those who come from Python: its Python program and its library program work on one file',
  async () => {
    const folder = temporaryFolder();
    await initDatabase(join(folder, 'predict_presents.db'));
    const key = execFileSync('python3', ['-'], { cwd: folder, input: block('python'), encoding: 'utf8' }).trim();
    expect(key).toMatch(/^[\w-]{43}$/);
    const program = join(folder, 'program.ts');
    writeFileSync(program, block('ts').replace("'predict-presents'", `'${resolve('dist/index.js')}'`));
    const run = (...args: readonly string[]) =>
      execFileSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
    expect(run(key)).toBe(block('text'));
    expect(run('a guess')).toBe('The key is not valid.\n');
  },
);
