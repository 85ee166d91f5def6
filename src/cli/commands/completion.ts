import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { ownCommand } from '../../files/environment.ts';
import { UsageError } from '../../model/presents-error.ts';
import { packageRoot } from '../../store/package-root.ts';
import { printable } from '../../text/printable.ts';
import { commandLine } from '../../text/shell.ts';
import { bashReply, readBashLine } from '../completion/bash-line.ts';
import type { Candidate, Candidates, Names } from '../completion/candidates.ts';
import { completeWords } from '../completion/complete-words.ts';
import { type CommonOptions, createContext } from '../context.ts';
import type { Io } from '../io.ts';
import { printLines } from '../print/print.ts';
import type { Runner } from '../runner.ts';
import { knownViews } from '../views.ts';
import type { CliCommand } from './cli-command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** A shell waits for every word: a database that is busy for longer has no names to offer. */
const PATIENCE_MS = 300;

/** Adds the command that lets a shell complete words, and that a shell then asks for them. */
export function addCompletionCommand(program: CliCommand, run: Runner): void {
  program
    .command('completion')
    .helpGroup('Upkeep')
    .summary('print the script by which a shell completes words with Tab')
    .description(
      'Prints a script for bash, zsh or fish. A shell that has loaded it completes commands, options, their values, the fields of filters and the names of users. It asks this program at each Tab, so that nothing is kept.',
    )
    .usage('SHELL')
    .addArgument(new Argument('[SHELL]').choices(shells))
    .argument('[WORD...]')
    .example('source <(presents completion bash)', 'now, or in ~/.bashrc')
    .example('source <(presents completion zsh)', 'in ~/.zshrc')
    .example('presents completion fish | source', 'in ~/.config/fish/config.fish')
    .action(
      run(async (context, _options, command) => {
        const [shell = '', ...words] = command.args;
        if (!isShell(shell)) throw new UsageError('Which shell?', { nextStep: `One of ${shells.join(', ')}.` });
        if (words.length === 0) context.io.stdout.write(scriptFor(shell));
        else printLines(context, await reply(context.io, program, { shell, words }));
      }),
    );
}

/** The script with the words that start this program: an alias is known to a person's shell alone. */
function scriptFor(shell: Shell): string {
  const script = readFileSync(join(packageRoot(), `completion/presents.${shell}`), 'utf8');
  return script.replace('@PRESENTS@', () => commandLine(ownCommand()) ?? 'presents');
}

function isShell(text: string): text is Shell {
  return shells.some((shell) => shell === text);
}

interface Asked {
  readonly shell: Shell;
  readonly words: readonly string[];
}

/** The lines that the scripts read: `files`, or `words` or `open` and a word a line, of bash as it inserts them. */
async function reply(io: Io, program: Command, { shell, words }: Asked): Promise<readonly string[]> {
  if (shell === 'bash') {
    const [breaks = '', line = ''] = words;
    const read = readBashLine(line);
    const typed = read.words.slice(1);
    const found = await completeWords(program, typed, namesFor(io, program, typed));
    return linesOf(found, ({ text }) => bashReply(text, read, breaks));
  }
  const found = await completeWords(program, words, namesFor(io, program, words));
  return linesOf(found, ({ text, about }) => (about === '' ? text : `${text}\t${printable(about)}`));
}

function linesOf(found: Candidates, lineOf: (one: Candidate) => string | undefined): readonly string[] {
  if (found === 'files') return ['files'];
  // What a terminal would not show as it is cannot be chosen by looking.
  const lines = found
    .filter(({ text }) => printable(text) === text)
    .map(lineOf)
    .filter((line) => line !== undefined);
  if (lines.length === 0) return [];
  return [found.some(({ isOpen }) => isOpen) ? 'open' : 'words', ...lines];
}

/** The names that the database and the settings of a line hold; none, where they cannot be read. */
function namesFor(io: Io, program: Command, words: readonly string[]): Names {
  const options: CommonOptions = { ...program.opts(), ...optionsIn(words) };
  const hasty: Io = Object.create(io, { busyTimeoutMs: { value: PATIENCE_MS } });
  const contextOf = () => createContext(hasty, options);
  return {
    users: async () => {
      const users = await orNone(async () => contextOf().withStore((store) => store.users.list()));
      return users.map(({ username }) => username);
    },
    databases: () => Object.keys(contextOf().settings.databases),
    views: () => [...knownViews(contextOf()).keys()],
  };
}

async function orNone<Item>(read: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
  return await read().catch(() => []);
}

/** The options among some words that say where names are. */
function optionsIn(words: readonly string[]): Pick<CommonOptions, 'db' | 'config'> {
  const given = (flag: string) => {
    const at = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
    const word = words[at];
    return word?.includes('=') ? word.slice(flag.length + 1) : at < 0 ? undefined : words[at + 1];
  };
  const [db, config] = [given('--db'), given('--config')];
  return { ...(db !== undefined && { db }), ...(config !== undefined && { config }) };
}
