import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { curlCommand } from '../../src/text/curl.ts';
import { isShownAsItIs } from '../../src/text/printable.ts';
import { temporaryFolder } from '../helpers/store.ts';
import { hostileTexts } from './hostile.ts';

const shells = ['sh', 'bash', 'dash', 'zsh'].filter((shell) => {
  try {
    execFileSync(shell, ['-c', 'exit 0']);
    return true;
  } catch {
    return false;
  }
});
const folder = temporaryFolder();
const received = join(folder, 'received');
writeFileSync(
  join(folder, 'curl'),
  `#!/bin/sh\nfor word in "$@"; do printf '%s\\000' "$word" >> '${received}'; done\ncase "$*" in *'@-'*) cat >> '${received}';; esac\n`,
);
chmodSync(join(folder, 'curl'), 0o755);

/** The words that curl gets where a command is typed into a shell, and what it is fed. */
function wordsIn(shell: string, command: string): readonly string[] {
  rmSync(received, { force: true });
  const env = {
    PATH: `${folder}:/usr/bin:/bin`,
    PRESENTS_URL: 'https://api.example',
    API_KEY: 'k€y $(x)',
    HOME: folder,
  };
  execFileSync(shell, [], { input: `${command}\n`, env, cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
  return readFileSync(received, 'utf8').split('\0');
}

const hostile = [
  `{"note":"it's \\"quoted\\" $(touch pwned) \`touch pwned\` \\\\ !! !x %s %n ; & | > < * ~ # \\n"}`,
  "''''",
  '{\n  "pretty": [1,\n 2]\n}\n',
  '-H evil',
  '@/etc/passwd',
  '',
  'a=1&b=2',
  '{"emoji":"👩‍💻🎁","rtl":"שלום","cjk":"東京"}',
];

describe.each(shells)('A copied curl command, pasted into %s,', (shell) => {
  test.each(hostile)('sends the payload to the letter: %j', (payload) => {
    const command = curlCommand({ route: '/api/predict', payload }) ?? '';
    const isLetter = isShownAsItIs(payload.replaceAll('\n', ' '));
    const words = wordsIn(shell, command);
    expect(words.slice(0, 7)).toEqual([
      '-X',
      'POST',
      'https://api.example/api/predict',
      '-H',
      'X-API-Key: k€y $(x)',
      '-H',
      'Content-Type: application/json',
    ]);
    if (isLetter) expect(words.slice(7)).toEqual(['--data-raw', payload, '']);
    else expect(JSON.parse(words[8] ?? '')).toEqual(JSON.parse(payload));
  });

  test('sends JSON of the same meaning where it holds what cannot be pasted', () => {
    const values = [...hostileTexts(40), 'a\u007fb', '\u202e', '\ud83d', '\u200b'];
    const payload = JSON.stringify(values).replaceAll(',', ',\t').replaceAll('\\u007f', '\u007f');
    const command = curlCommand({ route: '/', payload }) ?? '';
    expect(isShownAsItIs(command)).toBe(true);
    expect(JSON.parse(wordsIn(shell, command)[8] ?? '')).toEqual(values);
  });

  test('sends a payload that is too long for a word of a command', () => {
    const payload = JSON.stringify({ text: `it's %s \\`.repeat(30_000) });
    const words = wordsIn(shell, curlCommand({ route: '/', payload }) ?? '');
    expect(words.slice(7)).toEqual(['--data-binary', '@-', payload]);
  });

  test('asks for any route as one word that no shell reads anything into', () => {
    for (const route of [
      `/a b/$(touch pwned)/"\`x\`"'\\!/{1,2}[3]?q=ü&x=#y`,
      'no-slash',
      '/%41/ü',
      '/../x',
      '/\n\u0000\u001b',
    ]) {
      const words = wordsIn(shell, curlCommand({ route, payload: null }) ?? '');
      const url = words.find((word) => word.startsWith('https:')) ?? '';
      expect(url).toMatch(/^https:\/\/api\.example\/[\w\-.~/?&=%+,:;@()*]*$/);
      expect(words).toContain('X-API-Key: k€y $(x)');
      expect(words).not.toContain('POST');
      expect(words.includes('--path-as-is')).toBe(route.includes('/../'));
    }
  });
});

test('No curl command is made of text that is no JSON and holds control characters', () => {
  for (const payload of ['a\u001b[31m', 'a\tb', '{"a":1}\u0000', 'x\u0003']) {
    expect(curlCommand({ route: '/', payload })).toBeUndefined();
  }
});
