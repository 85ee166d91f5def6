import { type Command, Option } from 'commander';
import { mayPass, PresentsError } from '../../model/presents-error.ts';
import type { Store } from '../../store/store.ts';
import { errorText } from '../../text/error-text.ts';
import { timeBetween } from '../arguments.ts';
import type { Context } from '../context.ts';
import type { Handler } from '../runner.ts';
import { captureOutput } from './capture-output.ts';
import type { Answer } from './display.ts';
import { createScreenDisplay, takesFrames } from './screen-display.ts';
import { createStreamDisplay } from './stream-display.ts';
import { createTicks } from './ticks.ts';

const INTERRUPTED = 130;

/** Options of a command that can be watched. */
export interface WatchOptions {
  /** Milliseconds from one answer to the next. */
  readonly watch?: number;
  readonly exact?: boolean;
}

/** Makes the option that asks a command again and again. */
export function watchOption(): Option {
  return new Option('--watch <time>', 'again and again, until Ctrl-C: every 5s, 500ms or 1m').argParser(
    timeBetween('100ms', '24h'),
  );
}

/** The same command, which goes on if `--watch` is given. */
export function watchable<Options>(handler: Handler<Options>): Handler<Options & WatchOptions> {
  return async (context, options, command) =>
    options.watch === undefined
      ? ((await handler(context, options, command)) ?? 0)
      : await watch(context, options.watch, { options, command, handler });
}

interface Watched<Options> {
  readonly options: Options & WatchOptions;
  readonly command: Command;
  readonly handler: Handler<Options>;
}

async function watch<Options>(
  context: Context,
  intervalMs: number,
  { options, command, handler }: Watched<Options>,
): Promise<number> {
  const { interrupted } = context.io;
  const ask = async (store: Store): Promise<Answer> => {
    const { io, taken } = captureOutput(context.io);
    const at = io.now();
    // A document of each answer is a line, so that there is no difference between JSON and JSON Lines.
    const format = context.format === 'jsonl' ? 'json' : context.format;
    await handler({ ...context, io, format, withStore: (use) => use(store) }, options, command);
    return { at, ...taken() };
  };
  return await context.withStore(
    async (store) => {
      const display = takesFrames(context) ? createScreenDisplay(context, intervalMs) : createStreamDisplay(context);
      const ticks = createTicks(intervalMs, interrupted);
      display.onStale(ticks.hurry);
      try {
        for (let isFirst = true; !interrupted.aborted; isFirst = false) {
          const answer = await ask(store).catch((error: unknown) => troubleOf(error, isFirst));
          if (typeof answer === 'string') display.sayTrouble(answer);
          else await display.show(answer);
          await ticks.next();
        }
      } finally {
        display.close();
      }
      return INTERRUPTED;
    },
    { mayUseIndex: options.exact !== true },
  );
}

/** The reason why there is no answer, if a later one may be better; anything else is thrown. */
function troubleOf(error: unknown, isFirst: boolean): string {
  if (error instanceof PresentsError && error.exitCode !== 2 && (!isFirst || mayPass(error))) return errorText(error);
  throw error;
}
