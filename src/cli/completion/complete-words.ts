import type { Command, Option } from 'commander';
import { completionsAt, type Known } from '../../filter/complete.ts';
import { fieldNamed, filterFields } from '../../filter/fields.ts';
import { themeNames } from '../../model/settings.ts';
import { pathOf } from '../arguments.ts';
import { formatNames } from '../format.ts';

/** A word that may be typed, and a few words about it. */
export interface Candidate {
  readonly text: string;
  readonly about: string;
  /** True where more of the same word follows. */
  readonly isOpen?: true;
}

/** Words that may be typed next; or a file is to be named, which the shell knows best. */
export type Candidates = readonly Candidate[] | 'files';

/** Names that only the database or the settings know; each is asked for where it is needed alone. */
export interface Names {
  readonly users: () => Promise<readonly string[]>;
  readonly databases: () => readonly string[];
  readonly views: () => readonly string[];
}

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
  if (option !== undefined) return valuesOf(option, current, sources);
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (flag !== undefined && value !== undefined && !isOperandsOnly) {
    const named = optionNamed(sources.root, command, flag);
    const values = named === undefined ? [] : await valuesOf(named, value, sources);
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

type Values = (current: string, sources: Sources) => Candidates | Promise<Candidates>;

const files: Values = () => 'files';
const users: Values = async (_current, { names }) => plain(await names.users());
const filter: Values = async (current, { names }) => filterCandidates(current, await names.users());
const words =
  (...texts: readonly string[]): Values =>
  () =>
    plain(texts);

/** Values of options whose choices are not known to the table of commands. */
const VALUES: Readonly<Record<string, Values>> = {
  '--format': words(...formatNames),
  '--db': (current, { names }) => {
    const known = names.databases().filter((name) => name.startsWith(current));
    return known.length > 0 && !current.includes('/') ? plain(known) : 'files';
  },
  '--from': files,
  '--to': files,
  '--config': files,
  '--output': files,
  '--out': files,
  '--from-file': files,
  '--username': users,
  '--target': users,
  '--where': filter,
  '--against': filter,
  '--hours': words('1', '6', '24', '90m', '3d', '7d', '30d'),
  '--days': words('1', '7', '30', '90'),
  '--watch': words('1s', '5s', '30s', '1m'),
  '--interval': words('1s', '5s', '30s', '1m'),
  '--theme': words('auto', ...themeNames),
  '--zone': words('local', 'utc'),
  '--view': (_current, { names }) => plain(names.views()),
};

function valuesOf({ long, argChoices }: Option, current: string, sources: Sources): Candidates | Promise<Candidates> {
  if (argChoices !== undefined) return plain(argChoices);
  return VALUES[long ?? '']?.(current, sources) ?? [];
}

function plain(texts: readonly string[]): readonly Candidate[] {
  return texts.map((text) => ({ text, about: '' }));
}

/** The ways to go on with a filter, as the dashboard offers them. */
function filterCandidates(typed: string, userNames: readonly string[]): readonly Candidate[] {
  const known: Known = {
    users: userNames.map((value) => ({ value, callCount: null })),
    routes: [],
    statuses: [],
    groups: [],
    requestPaths: [],
    responsePaths: [],
    recent: [],
  };
  const found = completionsAt(typed, typed.length, known).map(({ text, note }): Candidate => {
    return { text: text.trimEnd(), about: note, isOpen: true };
  });
  const [only, another] = found;
  return only === undefined || another !== undefined ? found : [only, ...examplesBehind(only.text)];
}

/** Examples of the field that ends a filter. A shell takes one candidate alone for the whole word, and closes its quote. */
function examplesBehind(text: string): readonly Candidate[] {
  const [, before = '', name = ''] = /^(.*?)(\w+):$/su.exec(text) ?? [];
  const field = fieldNamed(name);
  const examples: readonly string[] = field === undefined ? [] : filterFields[field].examples;
  return examples
    .filter((example) => example.startsWith(`${name}:`))
    .map((example) => ({ text: `${before}${example}`, about: '', isOpen: true }));
}
