import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type PtyOptions, type PtyProgram, startPty } from '../helpers/pty.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';
import type { Cell } from '../helpers/terminal.ts';

/** The program in a terminal where a shell waits for it, as it is started by a person. */
export interface ShellRun {
  readonly program: PtyProgram;
  /** The program's own process, not the shell's. */
  pid(): number;
  signal(name: NodeJS.Signals): void;
  /** Resolves when the program's process is there, which has done nothing yet. */
  started(): Promise<void>;
  /** Resolves when the shell is back. */
  ended(): Promise<ShellEnd>;
}

/** State of the shell when the program has ended. */
export interface ShellEnd {
  readonly code: number;
  /** Lines below those that stood on the screen before. */
  readonly said: readonly string[];
  /** Changes to the terminal, in words; empty where it is as it was before. */
  readonly changed: readonly string[];
}

const scrollback = ['$ ls', 'a.txt  b.txt'];

// Children of node-pty inherit the master sides of the terminals before theirs, which would keep those alive.
const script = `
  for fd in /proc/$$/fd/*; do n=\${fd##*/}; [ $n -gt 2 ] && [ $n -lt 255 ] && eval "exec $n>&-"; done
  printf '$ ls\\n\\033[1;35ma.txt\\033[0m  b.txt\\n'
  stty -a > before
  ( echo $BASHPID > pid; exec "$@" )
  echo $? > code
  stty -a > after
  echo '[the shell is back]'`;

/** Starts the built program under a shell that notes what it finds before and after. */
export function startInShell(argv: readonly string[], options: Omit<PtyOptions, 'args'> = {}): ShellRun {
  const folder = temporaryFolder();
  const { command = process.execPath, ...rest } = options;
  const words = options.command === undefined ? [command, resolve('dist/main.js'), ...argv] : [command, ...argv];
  const args = ['-c', script, 'sh', ...words];
  const program = startPty({ cwd: folder, ...rest, command: 'bash', args });
  const { cwd = folder } = options;
  const noted = (name: string) => readFileSync(join(cwd, name), 'utf8').trim();
  const pid = () => Number(noted('pid'));
  return {
    program,
    pid,
    signal: (name) => process.kill(pid(), name),
    started: async () => {
      while (!existsSync(join(cwd, 'pid')) || noted('pid') === '') await delay(2);
    },
    ended: async () => {
      await program.exit;
      const lines = program.terminal.lines();
      const back = lines.indexOf('[the shell is back]');
      return {
        code: Number(noted('code')),
        said: lines.slice(scrollback.length, back).filter((line) => line !== ''),
        changed: [
          ...program.terminal.modesLeftOn(),
          ...(noted('before') === noted('after') ? [] : [`stty: ${noted('after')}`]),
          ...changesAbove(program),
        ],
      };
    },
  };
}

/** Returns the differences from the two lines that stood there before, colours included. */
function changesAbove({ terminal }: PtyProgram): readonly string[] {
  const text = terminal.lines().slice(0, scrollback.length);
  const changes = text.flatMap((line, y) => (line === scrollback[y] ? [] : [`line ${y} is “${line}”`]));
  const style = ({ foreground, isBold, isInverse, background }: Cell) =>
    [foreground, isBold, isInverse, background].join();
  const coloured = style(terminal.cell(0, 1)) === '5,true,false,';
  const plain = style(terminal.cell(8, 1)) === ',false,false,';
  return coloured && plain ? changes : [...changes, 'the colours differ'];
}
