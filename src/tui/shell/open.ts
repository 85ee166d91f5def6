import type { ReadStream } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import { systemClock } from '../../live/clock.ts';
import type { DashboardOptions } from '../../model/dashboard-options.ts';
import { PresentsError } from '../../model/presents-error.ts';
import { toAscii } from '../../text/ascii.ts';
import { ShownFrame } from '../context/shown-frame.ts';
import { themeOf } from '../terminal/colors.ts';
import { FramePace } from '../terminal/frame-pace.ts';
import { KeyStream } from '../terminal/key-stream.ts';
import { RepeatProbe } from '../terminal/repeat-probe.ts';
import { isTaken, unblock } from '../terminal/terminal-output.ts';
import { TerminalQuestions } from '../terminal/terminal-questions.ts';
import { Transcript } from '../terminal/transcript.ts';
import { createSession, type SessionTerminal } from './session.ts';

/** The terminal that the dashboard runs in, and what it may do with the process. */
export interface DashboardTerminal extends SessionTerminal {
  readonly stdin: ReadStream;
  /** Aborted when the dashboard is to end in order. */
  readonly interrupted: AbortSignal;
  /** Ends the process at once: whatever else is written would wait for ever. */
  readonly endProcess: (exitCode: number) => never;
}

/**
 * A dashboard is open for days beside the API on its server: it rather clears up more often than it takes more room. V8 goes by
 * these from when they are set, in every thread.
 */
const memoryFlags = ['--semi-space-growth-factor=1', '--heap-growing-percent=15'];

/** Opens the full-screen dashboard and resolves with the exit code when it is left; the terminal is as it was then. */
export async function openDashboard(options: DashboardOptions, terminal: DashboardTerminal): Promise<number> {
  const { stdin, stdout, env, interrupted } = terminal;
  for (const flag of memoryFlags) setFlagsFromString(flag);
  const keys = new KeyStream(stdin);
  const questions = new TerminalQuestions(keys, stdout, systemClock);
  const suspendProcess = async () => {
    await keys.giveBack(questions.answered());
    await isTaken(stdout, systemClock);
    await terminal.suspendProcess().finally(() => keys.takeOver());
  };
  const pace = new FramePace(keys, questions, stdout, systemClock);
  const style = options.settings.ascii === true ? 'ascii' : 'blocks';
  const { screenReader: isSpoken } = options.settings;
  const transcript = new Transcript((text) => stdout.write(style === 'ascii' ? toAscii(text) : text), systemClock);
  const frames = new ShownFrame();
  const session = createSession(
    options,
    { ...terminal, suspendProcess },
    {
      pace: isSpoken ? transcript : pace,
      keys,
      frames,
    },
  );
  const block = unblock(stdout);
  keys.takeOver();
  const theme = themeOf(questions, stdout, {
    env,
    isColorWanted: options.color && !isSpoken,
    theme: options.settings.theme,
  });
  try {
    // The thread opens the database and the terminal tells its background while React and Ink are being loaded.
    const [start, { show, readOut }] = await Promise.all([session.start(), import('./stages.ts')]);
    const root = { session, start, theme, style, isSpoken } as const;
    if (isSpoken) await readOut(root, { keys, stdout, transcript, frames, interrupted });
    else await show(root, { keys, stdout, pace, frames, repeats: new RepeatProbe(questions, style), interrupted });
    if (interrupted.aborted || keys.writableEnded) throw endedFromOutside(interrupted);
    return 0;
  } finally {
    await keys.giveBack(questions.answered());
    keys.release();
    await session.end();
    if (!(await isTaken(stdout, systemClock))) terminal.endProcess(130);
    block();
  }
}

/** Returns the reason why the dashboard ended although nobody left it. */
function endedFromOutside({ aborted, reason }: AbortSignal): PresentsError {
  if (!aborted) {
    const message = 'The dashboard ended because its keyboard is gone: standard input was closed.';
    return new PresentsError(message, { code: 'closed', exitCode: 130 });
  }
  return new PresentsError(`The dashboard was ended by ${typeof reason === 'string' ? reason : 'a signal'}.`, {
    code: 'closed',
    exitCode: 130,
  });
}
