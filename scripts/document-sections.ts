import type { Command, Option } from 'commander';
import { pathOf } from '../src/cli/arguments.ts';
import type { CliCommand, Entry } from '../src/cli/commands/cli-command.ts';
import { buildProgram } from '../src/cli/commands/commands.ts';
import type { Io } from '../src/cli/io.ts';
import { leavesOf } from '../src/cli/print/help.ts';
import { aliasesOf, fieldNames, filterFields } from '../src/filter/fields.ts';
import { defaultSettings } from '../src/model/settings.ts';
import { settingsTable } from '../src/settings/table.ts';
import { customizableActions } from '../src/tui/keys/custom-keys.ts';
import { type Binding, keymap, keyName, scopeName } from '../src/tui/keys/keymap.ts';

/** The program's table of commands, to be read and never run. */
export function describedProgram(): CliCommand {
  const stream = { isTTY: false };
  const io = { stdin: stream, stdout: stream, stderr: stream, env: {} } as unknown as Io;
  return buildProgram({ io, version: '0.0.0', color: false, isAscii: false, finish: () => undefined });
}

/** The pages whose parts between markers `<!-- name -->` and `<!-- /name -->` are printed from the program or from another page. */
export const printedDocuments = [
  'README.md',
  'docs/manual.md',
  'docs/commands.md',
  'docs/filters.md',
  'docs/configuration.md',
] as const;

type Sections = Readonly<Record<string, string>>;

/** Writes a page's printed parts anew into its text; `performance` is the text of the page with the bench's tables. */
export function withSections(page: (typeof printedDocuments)[number], text: string, performance: string): string {
  const program = describedProgram();
  const sections: Readonly<Record<(typeof printedDocuments)[number], Sections>> = {
    'README.md': { figures: figureTable(performance) },
    'docs/manual.md': { keys: keyTable() },
    'docs/filters.md': { 'filter fields': fieldTable() },
    'docs/configuration.md': { settings: settingTable(), actions: actionTable() },
    'docs/commands.md': {
      commands: commandTable(program),
      options: table(['option of every command', 'meaning'], optionEntries(program)),
      'exit codes': table(['code', 'meaning'], entriesOf(program, 'Exit codes')),
    },
  };
  return Object.entries(sections[page]).reduce((whole, [name, section]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${page} has no place for its ${name}.`);
    return `${whole.slice(0, from)}${begin}\n${section}\n${whole.slice(to)}`;
  }, text);
}

function fieldTable(): string {
  return table(
    ['field', 'takes', 'examples'],
    fieldNames.map((name) => {
      const { takes, examples } = filterFields[name];
      const names = [name === 'req' || name === 'res' ? `${name}.` : name, ...aliasesOf(name)];
      return [names.map(code).join(', '), takes, examples.map(code).join(' ')];
    }),
  );
}

/** The figures of the README: a row of the bench, which of its columns is shown, and the column to compare with. */
const figures: readonly {
  readonly says: string;
  readonly row: string;
  readonly column: number;
  readonly original?: number;
}[] = [
  { says: 'statistics of the last 24 hours', row: 'system statistics, 24 h', column: 3, original: 1 },
  { says: 'statistics of the last 30 days', row: 'system statistics, 30 d', column: 3, original: 1 },
  { says: 'the dashboard’s first frame', row: 'dashboard, first frame', column: 1 },
  { says: 'from a key to its finished frame, p95', row: 'moving in the list of users, at 120x36', column: 3 },
  { says: 'processor time at rest', row: 'at rest: processor time', column: 1 },
  { says: 'memory', row: 'memory after live traffic', column: 1 },
];

function figureTable(performance: string): string {
  const cellsOf = (row: string): readonly string[] => {
    const line = performance.split('\n').find((one) => one.startsWith(`| ${row} |`));
    if (line === undefined) throw new Error(`The bench has no row “${row}”.`);
    return line.slice(2, -2).split(' | ');
  };
  return table(
    ['', 'presents', 'the original'],
    figures.map(({ says, row, column, original }) => {
      const cells = cellsOf(row);
      return [says, cells[column] ?? '', original === undefined ? '–' : (cells[original] ?? '')];
    }),
  );
}

function keyTable(): string {
  const rows = keymap.map((binding: Binding, index) => {
    const isFirst = keymap[index - 1]?.scope !== binding.scope;
    const keys = binding.keys.map((key) => code(keyName(key))).join(' ');
    return [isFirst ? scopeName(binding.scope) : '', keys, binding.help] as const;
  });
  return table(['where', 'key', 'does'], rows);
}

function settingTable(): string {
  const rows = settingsTable.map(({ name, path, kind, sentence, flag, variable }) => {
    const standard: unknown = path.reduce<unknown>(
      (value, field) => Reflect.get(Object(value), field),
      defaultSettings,
    );
    const further = [flag, variable].filter((one) => one !== undefined).map(code);
    return [code(name), sentence, kind.takes, code(JSON.stringify(kind.shown(standard))), further.join(' ')];
  });
  return table(['setting', 'meaning', 'takes', 'default', 'also'], rows);
}

function actionTable(): string {
  const bindings: readonly Binding[] = keymap;
  const names = new Set(customizableActions());
  const scopes = Map.groupBy(bindings, ({ scope }) => scope);
  return table(
    ['scope', 'actions'],
    [...scopes].map(([scope, own]) => [
      code(scope),
      own.flatMap(({ action }) => (names.has(`${scope}.${action}`) ? [code(action)] : [])).join(' '),
    ]),
  );
}

function commandTable(program: Command): string {
  const rows = leavesOf(program).map((command) => {
    const operands = command.registeredArguments.map((argument) => argument.name());
    const options = command.options.map(optionTerm).join('<br>');
    return [code([pathOf(command), ...operands].join(' ')), command.summary(), options] as const;
  });
  return table(['command', 'does', 'options'], rows);
}

function optionTerm({ flags, defaultValue, defaultValueDescription = defaultValue }: Option): string {
  return code(flags) + (defaultValue === undefined ? '' : ` (${defaultValueDescription})`);
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
