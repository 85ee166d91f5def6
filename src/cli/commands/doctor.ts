import type { Finding } from '../../store/doctor.ts';
import { printable } from '../../text/printable.ts';
import type { Context } from '../context.ts';
import { printJson, printLines } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import type { CliCommand } from './cli-command.ts';

interface DoctorCommandOptions {
  readonly thorough?: boolean;
}

const MARKS = { good: '✓', warn: '!', bad: '✗' } as const;
/** Width of the longest subject. */
const SUBJECT_CELLS = 10;

/** Adds the command that looks for what is wrong. */
export function addDoctorCommand(program: CliCommand, run: Runner): void {
  program
    .command('doctor')
    .helpGroup('Upkeep')
    .summary('look for what is wrong with the database, and say what to do')
    .description(
      'Looks at the file or the servers: whether they answer, what you may do, what is missing, clocks, size, growth and damage. One line each: ✓ fine, ! worth a look, ✗ wrong, with what to do. Nothing is changed. The exit code is 1 where something is wrong.',
    )
    .option('--thorough', 'read a file through for damage, also one that is larger than 512 MB')
    .example('presents doctor', 'look')
    .example('presents doctor --json', 'for monitoring')
    .action(run<DoctorCommandOptions>(examineDatabase));
}

async function examineDatabase(context: Context, { thorough }: DoctorCommandOptions): Promise<number> {
  const [{ examine }, { statisticsFolder }] = await Promise.all([
    import('../../store/examine.ts'),
    import('../../store/open.ts'),
  ]);
  const { io, format, location } = context;
  const findings = await examine(location, {
    now: io.now,
    isThorough: thorough,
    indexFolder: statisticsFolder(io.env),
    onFinding: (finding) => {
      if (format === 'text') printLines(context, [findingLine(context, finding)]);
    },
  });
  const isOk = findings.every(({ state }) => state !== 'bad');
  if (format === 'json') printJson(context, { ok: isOk, findings });
  return isOk ? 0 : 1;
}

function findingLine(context: Context, { subject, state, text, nextStep, command }: Finding): string {
  const { paintOut } = context;
  const line = command === undefined ? undefined : context.commandFor(command);
  const step = [nextStep, line].filter((part) => part !== undefined).join(' ');
  const parts = [`${paintOut(MARKS[state], state)} ${subject.padEnd(SUBJECT_CELLS)} ${printable(text)}`];
  return [...parts, ...(step === '' ? [] : [paintOut(`→ ${printable(step)}`, 'accent')])].join(' ');
}
