import { textCell } from './cells.ts';
import type { Column } from './column.ts';

/** A setting that holds: its value as in a config file, without passwords, and where it comes from. */
export interface SettingRow {
  readonly name: string;
  readonly value: unknown;
  readonly origin: 'flag' | 'environment' | 'config' | 'default';
  /** The option, the variable, or the line of the config file; empty for the default. */
  readonly place: string;
}

/** The columns of settings that hold. */
export const settingColumns: readonly Column<SettingRow>[] = [
  {
    id: 'setting',
    header: 'SETTING',
    align: 'left',
    minWidth: 24,
    priority: 0,
    cell: ({ name }, _context, width) => textCell(name, width),
    value: ({ name }) => name,
  },
  {
    id: 'value',
    header: 'VALUE',
    align: 'left',
    minWidth: 12,
    grow: 1,
    priority: 1,
    cell: ({ value, origin }, _context, width) =>
      textCell(valueText(value), width, origin === 'default' ? 'muted' : 'strong'),
    value: ({ value }) => valueText(value),
  },
  {
    id: 'from',
    header: 'FROM',
    align: 'left',
    minWidth: 12,
    priority: 2,
    cell: (row, _context, width) => textCell(fromText(row), width, row.origin === 'default' ? 'muted' : 'plain'),
    value: fromText,
  },
];

function fromText({ origin, place }: SettingRow): string {
  return origin === 'config' ? `config ${place}` : origin === 'default' ? origin : place;
}

/** A value for a person: an object as its fields, without those that say nothing. */
function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : JSON.stringify(value);
  if (Array.isArray(value)) return value.map(valueText).join(' ');
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== false && !isEmpty(field));
  return fields.length === 0 ? 'none' : fields.map(([name, field]) => `${name}: ${valueText(field)}`).join(', ');
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
