import type { Command, Help, Option } from 'commander';
import { pathOf } from './arguments.ts';
import { CliCommand, type Entry, type Section } from './cli-command.ts';
import type { Paint } from './style.ts';

/** The commands that do something, however deep they lie. */
export function leavesOf(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => (child.commands.length > 0 ? leavesOf(child) : [child]));
}

/** Makes what prints the help of a command: what it is for, its options, those of all commands, and examples. */
export function createHelpFormatter(paint: Paint): (command: Command, help: Help) => string {
  return (command, help) => {
    const sections: readonly Section[] = [
      ...commandSections(command),
      { title: 'Options', entries: command.parent === null ? [] : optionEntries(command.options, help) },
      { title: 'Options of every command', entries: optionEntries(help.visibleOptions(rootOf(command)), help) },
      ...(command instanceof CliCommand ? command.sections() : []),
    ];
    const used = sections.filter(({ entries }) => entries.length > 0);
    const usage = `${paint('Usage', 'strong')}\n  ${help.commandUsage(command)}\n`;
    const description = help.boxWrap(command.description(), help.helpWidth ?? 80);
    return [`${description}\n`, usage, ...used.map((section) => render(section, help, paint))].join('\n');
  };
}

function render({ title, entries }: Section, help: Help, paint: Paint): string {
  const width = Math.max(...entries.map(([term]) => term.length));
  const lines = entries.map(([term, meaning]) => help.formatItem(paint(term, 'accent'), width, meaning, help));
  return `${paint(title, 'strong')}\n${lines.join('\n')}\n`;
}

function commandSections(command: Command): readonly Section[] {
  const groups = Map.groupBy(leavesOf(command), (leaf) => leaf.helpGroup() || 'Commands');
  return [...groups].map(([title, leaves]) => ({ title, entries: leaves.map(commandEntry) }));
}

function commandEntry(command: Command): Entry {
  const [, ...words] = pathOf(command).split(' ');
  const operands = command.registeredArguments.map((argument) => argument.name());
  return [[...words, ...operands].join(' '), command.summary() || command.description()];
}

function optionEntries(options: readonly Option[], help: Help): readonly Entry[] {
  return options.map((option) => [help.optionTerm(option), help.optionDescription(option)]);
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
