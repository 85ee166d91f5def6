import { resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { keyBytes } from '../test/helpers/keys.ts';
import { type Expected, type TerminalSize, TestTerminal } from '../test/helpers/terminal.ts';

/** Terminal and database on which the dashboard is opened. */
export interface DashboardOptions extends TerminalSize {
  readonly databasePath: string;
  readonly background: string;
  readonly timeZone: string;
}

/** The built dashboard in a terminal of its own. */
export interface DashboardInTerminal {
  readonly terminal: TestTerminal;
  /** Presses a key and resolves when the screen is as expected. */
  press(key: string, expected: Expected): Promise<void>;
  type(text: string): void;
  /** Ends the dashboard, whatever it shows. */
  end(): Promise<void>;
}

/** Opens the built dashboard in a pseudo-terminal that has 24-bit colour and knows its background. */
export async function openDashboardInTerminal(options: DashboardOptions): Promise<DashboardInTerminal> {
  const { columns, rows, databasePath, background, timeZone } = options;
  const pty = spawn(process.execPath, [resolve('dist/main.js'), '--db', databasePath], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', COLORTERM: 'truecolor', TZ: timeZone },
  });
  const terminal = new TestTerminal({ columns, rows, background, onReply: (reply) => pty.write(reply) });
  pty.onData((data) => terminal.write(data));
  const ended = new Promise<Error>((tell) => {
    pty.onExit(({ exitCode }) => tell(new Error(`the dashboard ended with ${exitCode}`)));
  });
  const waitFor = (expected: Expected) => terminal.waitFor(expected, { failed: ended });
  await waitFor('● live');
  return {
    terminal,
    press: (key, expected) => {
      pty.write(keyBytes(key));
      return waitFor(expected);
    },
    type: (text) => pty.write(text),
    end: async () => {
      pty.kill('SIGTERM');
      await ended;
      terminal.dispose();
    },
  };
}
