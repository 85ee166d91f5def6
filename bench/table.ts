import type { Cell, Figure, Section } from './result.ts';

const BEGIN = '<!-- bench -->';
const END = '<!-- /bench -->';

/** The sections as a person reads them in a terminal. */
export function formatText(sections: readonly Section[]): string {
  return sections.map((section) => `${section.title}\n${wrap(section.about)}\n\n${textTable(section)}`).join('\n\n');
}

/** The sections as Markdown. */
export function formatMarkdown(sections: readonly Section[]): string {
  return sections
    .map((section) => `### ${section.title}\n\n${section.about}\n\n${markdownTable(section)}`)
    .join('\n\n');
}

/** Puts the sections between the markers of a page. Throws where it has no place for them. */
export function withBench(page: string, markdown: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error('The page has no place for the benchmarks.');
  return `${page.slice(0, from)}${BEGIN}\n${markdown}\n${page.slice(to)}`;
}

/** Reads what stands between the markers of a page. */
export function benchOf(page: string): string {
  return page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)).trim();
}

/** A figure with as many digits as mean something, and its unit. */
export function formatFigure({ amount, unit }: Figure): string {
  const number = formatNumber(amount);
  if (unit === '×') return `${number} ×`;
  return `${number} ${unit}`;
}

function formatNumber(amount: number): string {
  const size = Math.abs(amount);
  const digits = size >= 100 || Number.isInteger(amount) ? 0 : size >= 10 ? 1 : 2;
  return amount.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function formatCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '–';
  return typeof cell === 'string' ? cell : formatFigure(cell);
}

function cellsOf({ columns, rows }: Section): readonly (readonly string[])[] {
  return rows.map(({ work, cells }) => [work, ...columns.map((_, index) => formatCell(cells[index]))]);
}

function textTable(section: Section): string {
  const lines = [['', ...section.columns], ...cellsOf(section)];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  return lines.map((line) => `  ${line.map(pad).join('   ')}`.trimEnd()).join('\n');
}

function markdownTable(section: Section): string {
  const header = ['', ...section.columns];
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...cellsOf(section)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function wrap(text: string): string {
  return text.replaceAll(/(.{1,110})(?: |$)/g, '$1\n').trimEnd();
}
