import { UsageError } from '../../model/presents-error.ts';
import { commandLine } from '../../text/shell.ts';
import type { CommonOptions, Context } from '../context.ts';
import { lackOf } from '../format.ts';
import { narrate, narrateWarnings } from '../print/print.ts';
import { movesCursor } from '../print/style.ts';
import { viewNamed } from '../views.ts';
import { startDefaultDemo } from './demo.ts';
import { printSnapshot } from './snapshot.ts';

/** Opens the dashboard on a terminal, prints it once if there is none, and answers with the exit code. */
export async function openDashboard(
  context: Context,
  options: Pick<CommonOptions, 'view' | 'resume'>,
): Promise<number> {
  const { io, format, settings, location, databaseWords, color } = context;
  if (format !== 'text' && format !== 'json') throw lackOf('The dashboard is', format);
  const view = options.view === undefined ? undefined : viewNamed(context, options.view);
  if (format === 'json' || !io.stdout.isTTY || !(settings.screenReader || movesCursor(io.env))) {
    narrateWarnings(context);
    if (view !== undefined) narrate(context, 'Printed once, the dashboard shows no view: it takes a terminal.', 'warn');
    return await printSnapshot(context);
  }
  requireKeyboard(context);
  return await io.openDashboard({
    location,
    databaseWords,
    configWords: context.configWords,
    isResumed: options.resume === true,
    ...(view !== undefined && { view }),
    color,
    settings,
    startDemo: startDefaultDemo,
    ...(context.warnings.length > 0 && { warning: context.warnings.join(' ') }),
  });
}

function requireKeyboard({ io, databaseWords }: Context): void {
  if (io.stdin.isTTY) return;
  const once = commandLine(['presents', ...databaseWords]);
  throw new UsageError('The dashboard needs a keyboard, and standard input is not a terminal.', {
    nextStep: `Start it without redirecting its input${once === undefined ? '.' : `, or print it once as text: ${once} | cat`}`,
  });
}
