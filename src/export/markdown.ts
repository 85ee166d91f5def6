import { printable } from '../text/printable.ts';

/** One row of a table in GitHub's Markdown: no text in it begins a column, a tag, a link or an emphasis. */
export function toMarkdownRow(values: readonly (string | number | bigint | boolean | null)[]): string {
  return `| ${values.map(cell).join(' | ')} |\n`;
}

/** A text as Markdown shows it: no sign in it means more than itself. */
export function markdownText(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>|~&#]/g, '\\$&');
}

function cell(value: string | number | bigint | boolean | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  return /^:?-+:?$/.test(value) ? value : markdownText(value);
}
