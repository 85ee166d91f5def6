import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { keyBytes } from '../test/helpers/keys.ts';
import { TestTerminal } from '../test/helpers/terminal.ts';

const size = { columns: 120, rows: 34 };

/** Resources of a process: resident memory in megabytes, open handles, threads. */
export interface Usage {
  readonly residentMb: number;
  readonly handles: number;
  readonly threads: number;
}

/** The built program on a terminal, its process watched from outside. */
export interface WatchedDashboard {
  readonly terminal: TestTerminal;
  /** Resolves with the exit code. */
  readonly exit: Promise<number>;
  press(key: string): void;
  usage(): Usage;
  /** Asks it to end as a service manager would, and resolves with the exit code. */
  end(): Promise<number>;
}

/** Starts the built program with these arguments in a pseudo-terminal. */
export function startWatchedDashboard(argv: readonly string[]): WatchedDashboard {
  const pty = spawn(process.execPath, [resolve('dist/main.js'), ...argv], {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', COLORTERM: 'truecolor', LANG: 'C.UTF-8' },
  });
  const terminal = new TestTerminal({ ...size, background: '#16161e', onReply: (reply) => pty.write(reply) });
  pty.onData((data) => terminal.write(data));
  const exit = new Promise<number>((done) => pty.onExit(({ exitCode }) => done(exitCode)));
  return {
    terminal,
    exit,
    press: (key) => pty.write(keyBytes(key)),
    usage: () => usageOf(pty.pid),
    end: () => {
      pty.kill('SIGTERM');
      return exit;
    },
  };
}

/** Reads the resources of a process from Linux. */
function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const numberOf = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
  return {
    residentMb: Math.round(numberOf('VmRSS') / 102.4) / 10,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    threads: numberOf('Threads'),
  };
}
