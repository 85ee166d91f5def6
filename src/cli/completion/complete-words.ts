import type { Command, Option } from 'commander';
import { pathOf } from '../arguments.ts';
import { type Candidate, type Candidates, type Names, plain } from './candidates.ts';
import { valuesOf } from './option-values.ts';

/** Returns what may stand in the place of the last word, behind those before it; `presents` is none of them. */
export async function completeWords(root: Command, words: readonly string[], names: Names): Promise<Candidates> {
  const current = words.at(-1) ?? '';
  const place = placeAfter(root, words.slice(0, -1));
  const found = await candidatesAt(place, current, { root, names });
  return found === 'files' ? found : found.filter(({ text }) => text.startsWith(current));
}

/** Place behind some words: the command so far, its operands, and the option that waits for its value. */
interface Place {
  readonly command: Command;
  readonly operandCount: number;
  readonly option: Option | undefined;
  /** True behind `--`, where every word is an operand. */
  readonly isOperandsOnly: boolean;
}

interface Sources {
  readonly root: Command;
  readonly names: Names;
}

function placeAfter(root: Command, words: readonly string[]): Place {
  let place: Place = { command: root, operandCount: 0, option: undefined, isOperandsOnly: false };
  for (const word of words) place = behind(root, place, word);
  return place;
}

function behind(root: Command, place: Place, word: string): Place {
  const { command, operandCount, option, isOperandsOnly } = place;
  if (option !== undefined) return { ...place, option: undefined };
  if (!isOperandsOnly && word === '--') return { ...place, isOperandsOnly: true };
  if (!isOperandsOnly && word.startsWith('-')) {
    return { ...place, option: word.includes('=') ? undefined : optionNamed(root, command, word) };
  }
  const child = operandCount === 0 ? command.commands.find((one) => one.name() === word) : undefined;
  return child === undefined ? { ...place, operandCount: operandCount + 1 } : { ...place, command: child };
}

/** The option of this name, if it takes a value. */
function optionNamed(root: Command, command: Command, flag: string): Option | undefined {
  return [...command.options, ...root.options].find((option) => option.long === flag && takesValue(option));
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

async function candidatesAt(place: Place, current: string, sources: Sources): Promise<Candidates> {
  const { command, option, isOperandsOnly } = place;
  if (option !== undefined) return valuesOf(option, current, sources.names);
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (flag !== undefined && value !== undefined && !isOperandsOnly) {
    const named = optionNamed(sources.root, command, flag);
    const values = named === undefined ? [] : await valuesOf(named, value, sources.names);
    return values === 'files' ? values : values.map((one) => ({ ...one, text: `${flag}=${one.text}` }));
  }
  if (current.startsWith('-') && !isOperandsOnly) return optionsOf(command, sources.root);
  if (command.commands.length > 0) return command.commands.map((one) => ({ text: one.name(), about: aboutOf(one) }));
  return operandsOf(place, sources);
}

function aboutOf(command: Command): string {
  return command.summary() || command.description();
}

function optionsOf(command: Command, root: Command): readonly Candidate[] {
  const options = command === root ? root.options : [...command.options, ...root.options];
  const found = options.map(({ long, description }) => ({ text: long ?? '', about: description }));
  return [...found, { text: '--help', about: 'show this help' }].filter(({ text }) => text !== '');
}

async function operandsOf({ command, operandCount }: Place, { names }: Sources): Promise<Candidates> {
  const { registeredArguments } = command;
  const operand = registeredArguments[operandCount] ?? registeredArguments.findLast(({ variadic }) => variadic);
  if (operand === undefined) return [];
  if (operand.argChoices !== undefined) return plain(operand.argChoices);
  // A new name is nobody's yet.
  const isUser = operand.name() === 'NAME' && pathOf(command) !== 'presents user create';
  return isUser ? plain(await names.users()) : [];
}
