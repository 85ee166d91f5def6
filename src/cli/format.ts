import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RowFormat } from '../export/rows.ts';
import { type PresentsError, UsageError } from '../model/presents-error.ts';
import { nearest } from '../text/nearest.ts';
import { pathOf } from './arguments.ts';

/** Form in which a command answers. */
export type Format = 'text' | RowFormat | 'html';

/** Formats that not every command has. */
export type FurtherFormat = Exclude<Format, 'text' | 'json'>;

/** The options that choose the format. */
export interface FormatOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly csv?: boolean;
  /** Each `--format` that was given. */
  readonly format?: readonly Format[];
}

const FLAGS = ['json', 'jsonl', 'csv'] as const;

const NAMES: Readonly<Record<string, Format>> = {
  table: 'text',
  text: 'text',
  json: 'json',
  jsonl: 'jsonl',
  csv: 'csv',
  markdown: 'markdown',
  md: 'markdown',
  html: 'html',
};

const LACKS: Readonly<Record<FurtherFormat, string>> = {
  csv: 'no table, so it has no CSV',
  jsonl: 'no list, so it has no JSON Lines',
  markdown: 'no table, so it has no Markdown',
  html: 'no page, so it has no HTML',
};

/** The names of formats that are worth telling. */
export const formatNames = ['table', 'json', 'jsonl', 'csv', 'markdown'] as const;

/** Makes the option that names the format. */
export function formatOption(): Option {
  return new Option('--format <name>', `answer as ${formatNames.join(', ')}`).argParser(
    (name: string, before: readonly Format[] = []) => [...before, formatNamed(name)],
  );
}

function formatNamed(name: string): Format {
  const format = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  if (format !== undefined) return format;
  const meant = nearest(name, formatNames);
  const hint = meant === undefined ? '' : ` Did you mean “${meant}”?`;
  throw new InvalidArgumentError(`A format is one of ${formatNames.join(', ')}.${hint}`);
}

/** The one format that the options choose. Throws a PresentsError if they choose several. */
export function formatOf({ format: named = [], ...flags }: FormatOptions): Format {
  const chosen = new Map<Format, string>();
  for (const flag of FLAGS) if (flags[flag] === true) chosen.set(flag, `--${flag}`);
  for (const format of named) if (!chosen.has(format)) chosen.set(format, `--format ${nameOf(format)}`);
  const [[format, words] = ['text', ''] as const, other] = chosen;
  if (other === undefined) return format;
  throw new UsageError(`${words} and ${other[1]} exclude each other.`, {
    nextStep: 'Give one of them.',
  });
}

function nameOf(format: Format): string {
  return format === 'text' ? 'table' : format;
}

/** Throws a PresentsError if a command does not answer in a format; what has a table for CSV has it in Markdown, too. */
export function requireFormat(command: Command, format: Format, formats: readonly FurtherFormat[]): void {
  const needed = format === 'markdown' && formats.includes('csv') ? 'csv' : format;
  if (needed === 'text' || needed === 'json' || formats.includes(needed)) return;
  throw lackOf(`${pathOf(command)} prints`, needed);
}

/** The fault that `presents init prints` nothing which a format could hold. */
export function lackOf(subject: string, format: FurtherFormat): PresentsError {
  return new UsageError(`${subject} ${LACKS[format]}.`, { nextStep: 'Use --json.' });
}
