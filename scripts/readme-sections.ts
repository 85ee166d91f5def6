import type { Command, Option } from 'commander';
import { pathOf } from '../src/cli/arguments.ts';
import type { CliCommand, Entry } from '../src/cli/commands/cli-command.ts';
import { buildProgram } from '../src/cli/commands/commands.ts';
import type { Io } from '../src/cli/io.ts';
import { leavesOf } from '../src/cli/print/help.ts';
import { type Binding, keymap, keyName, scopeName } from '../src/tui/keys/keymap.ts';

/** The program's table of commands, to be read and never run. */
export function describedProgram(): CliCommand {
  const stream = { isTTY: false };
  const io = { stdin: stream, stdout: stream, stderr: stream, env: {} } as unknown as Io;
  return buildProgram({ io, version: '0.0.0', color: false, finish: () => undefined });
}

/** The README with the parts that the program itself dictates between their markers `<!-- name -->` and `<!-- /name -->`. */
export function withSections(readme: string): string {
  const program = describedProgram();
  const sections: Readonly<Record<string, string>> = {
    keys: keyTable(),
    commands: commandTable(program),
    options: table(['option of every command', 'meaning'], optionEntries(program)),
    'exit codes': table(['code', 'meaning'], entriesOf(program, 'Exit codes')),
  };
  return Object.entries(sections).reduce((text, [name, section]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The README has no place for its ${name}.`);
    return `${text.slice(0, from)}${begin}\n${section}\n${text.slice(to)}`;
  }, readme);
}

function keyTable(): string {
  const rows = keymap.map((binding: Binding, index) => {
    const isFirst = keymap[index - 1]?.scope !== binding.scope;
    const keys = binding.keys.map((key) => code(keyName(key))).join(' ');
    return [isFirst ? scopeName(binding.scope) : '', keys, binding.help] as const;
  });
  return table(['where', 'key', 'does'], rows);
}

function commandTable(program: Command): string {
  const rows = leavesOf(program).map((command) => {
    const operands = command.registeredArguments.map((argument) => argument.name());
    const options = command.options.map(optionTerm).join('<br>');
    return [code([pathOf(command), ...operands].join(' ')), command.summary(), options] as const;
  });
  return table(['command', 'does', 'options'], rows);
}

function optionTerm({ flags, defaultValue }: Option): string {
  return code(flags) + (defaultValue === undefined ? '' : ` (${defaultValue})`);
}

function optionEntries(program: Command): readonly Entry[] {
  const help: Entry = ['-h, --help', 'show this help'];
  const entries = [...program.options.map(({ flags, description }): Entry => [flags, description]), help];
  return entries.map(([flags, meaning]) => [code(flags), meaning]);
}

function entriesOf(program: CliCommand, title: string): readonly Entry[] {
  return program.sections().find((section) => section.title === title)?.entries ?? [];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
