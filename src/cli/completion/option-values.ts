import type { Option } from 'commander';
import { completionsAt, type Known } from '../../filter/complete.ts';
import { fieldNamed, filterFields } from '../../filter/fields.ts';
import { themeNames } from '../../model/settings.ts';
import { formatNames } from '../format.ts';
import { type Candidate, type Candidates, type Names, plain } from './candidates.ts';

type Values = (current: string, names: Names) => Candidates | Promise<Candidates>;

const files: Values = () => 'files';
const users: Values = async (_current, names) => plain(await names.users());
const filter: Values = async (current, names) => filterCandidates(current, await names.users());
const words =
  (...texts: readonly string[]): Values =>
  () =>
    plain(texts);

/** Values of options whose choices are not known to the table of commands. */
const VALUES: Readonly<Record<string, Values>> = {
  '--format': words(...formatNames),
  '--db': (current, names) => {
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
  '--view': (_current, names) => plain(names.views()),
};

/** Returns the values that an option takes, as far as they are known. */
export function valuesOf(
  { long, argChoices }: Option,
  current: string,
  names: Names,
): Candidates | Promise<Candidates> {
  if (argChoices !== undefined) return plain(argChoices);
  return VALUES[long ?? '']?.(current, names) ?? [];
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
