import type { Command, Help, Option } from 'commander';
import { pathOf } from '../arguments.ts';
import { CliCommand, type Entry, type Section } from '../commands/cli-command.ts';
import type { Paint } from './style.ts';

/** Blanks in front of a term and behind it. */
const GAP = 2;
/** Blanks in front of what a term means where that stands below it. */
const BELOW = 6;

/** The commands that do something, however deep they lie. */
export function leavesOf(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => (child.commands.length > 0 ? leavesOf(child) : [child]));
}

/** Makes what prints the help of a command: what it is for, its options, those of all commands, and examples. */
export function createHelpFormatter(paint: Paint): (command: Command, help: Help) => string {
  return (command, help) => {
    const style = { help, paint };
    const commands = commandSections(command);
    // All commands stand in one column, whatever their group.
    const commandWidth = widestTerm(commands.flatMap(({ entries }) => entries));
    const sections: readonly Section[] = [
      { title: 'Options', entries: command.parent === null ? [] : optionEntries(command.options, help) },
      { title: 'Options of every command', entries: optionEntries(help.visibleOptions(rootOf(command)), help) },
      ...(command instanceof CliCommand ? command.sections() : []),
    ];
    return [
      `${help.boxWrap(command.description(), help.helpWidth ?? 80)}\n`,
      `${paint('Usage', 'strong')}\n  ${help.commandUsage(command)}\n`,
      ...commands.map((section) => render(section, commandWidth, style)),
      ...sections
        .filter(({ entries }) => entries.length > 0)
        .map((section) => render(section, widestTerm(section.entries), style)),
    ].join('\n');
  };
}

/** Format of a section. */
interface SectionStyle {
  readonly help: Help;
  readonly paint: Paint;
}

function render({ title, entries }: Section, termWidth: number, { help, paint }: SectionStyle): string {
  const width = help.helpWidth ?? 80;
  const widest = Math.max(0, ...entries.map(([, meaning]) => meaning.length));
  // Commander lets a line run on where less than this is left of it.
  const isNarrow = width - termWidth - GAP * 2 < Math.min(widest, help.minWidthToWrap);
  const line = ([term, meaning]: Entry) =>
    isNarrow
      ? [`${' '.repeat(GAP)}${paint(term, 'accent')}`, ...below(help.boxWrap(meaning, width - BELOW))].join('\n')
      : help.formatItem(paint(term, 'accent'), termWidth, meaning, help);
  return `${paint(title, 'strong')}\n${entries.map(line).join('\n')}\n`;
}

function below(text: string): readonly string[] {
  return text.split('\n').map((line) => ' '.repeat(BELOW) + line);
}

function widestTerm(entries: readonly Entry[]): number {
  return Math.max(0, ...entries.map(([term]) => term.length));
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
