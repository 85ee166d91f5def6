import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Rooms whose faults a program can get; what only commands ask is left out. */
const ROOMS = ['filter', 'integration', 'model', 'store'];
const OF_COMMANDS =
  /\/doctor\/|store\/(?:copy\/|examine|doctor|open-copy|named-database|location\.ts|postgres\/copy|sqlite\/copy)/;
const OF_COMMAND_LINE =
  /(?:^|[\s(])--(?!enable-source-maps)[a-z]|(?<!')\bpresents (?:init|user|calls|stats|cleanup|maintain|doctor|errors|product|copy)\b|\bRun init\b/;

test('no sentence that a program can get speaks of a command or an option of the command line', () => {
  const found = ROOMS.flatMap((room) => filesIn(join('src', room))).flatMap((path) =>
    stringsOf(readFileSync(path, 'utf8'))
      .filter((text) => OF_COMMAND_LINE.test(text))
      .map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && !OF_COMMANDS.test(path));
}

/** The texts of a source but for the commands and options that whoever prints a fault may add. */
function stringsOf(source: string): readonly string[] {
  const code = source
    .replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')
    .replaceAll(/\b(?:command|option): (?:'[^']*'|`[^`]*`)/g, '');
  return [...code.matchAll(/'([^'\n]*)'|`([^`]*)`/g)].map(([, plain, template]) => plain ?? template ?? '');
}
