import { markdownText, toMarkdownRow } from '../export/markdown.ts';
import { sparkline } from '../text/sparkline.ts';
import type { TimeChart } from './report-charts.ts';
import type { ReportDocument, ReportTable } from './report-document.ts';

const CHART_WIDTH = 60;

/** A report as Markdown, for tickets: its charts are lines of bars. */
export function markdownReport({ title, facts, totals, charts, tables }: ReportDocument): string {
  const sums = totals.map(({ label, value, unit = '', share = '', change }) =>
    toMarkdownRow([label.trim(), [value, unit].join(' ').trim(), share, change?.text ?? '']),
  );
  return [
    `# ${markdownText(title)}\n`,
    facts.map(([label, value]) => `- ${label}: ${markdownText(value)}\n`).join(''),
    toMarkdownRow(['total', 'value', 'share', 'change']) + toMarkdownRow(['---', '--:', '--:', '--:']) + sums.join(''),
    ...charts.map(chartLines),
    ...tables.map(tableLines),
  ].join('\n');
}

function chartLines({ title, series, labels }: TimeChart): string {
  const shown = series.filter(({ tone, values }) => tone !== 'ghost' && values.some((value) => (value ?? 0) > 0));
  const width = Math.max(0, ...shown.map(({ name }) => name.length));
  const rows = shown.map(
    ({ name, values }) =>
      `${name.padEnd(width)}  ${sparkline(
        values.map((value) => value ?? 0),
        { width: Math.min(CHART_WIDTH, values.length) },
      )}\n`,
  );
  if (rows.length === 0) return `## ${markdownText(title)}\n\nNothing to show.\n`;
  return `## ${markdownText(title)}\n\nAxis up to ${labels.at(-1)?.text ?? ''}; each line has its own scale.\n\n\`\`\`\n${rows.join('')}\`\`\`\n`;
}

function tableLines({ title, heads, rows, empty, note }: ReportTable): string {
  if (rows.length === 0) return `## ${title}\n\n${empty}\n`;
  return [
    `## ${title}\n\n`,
    toMarkdownRow(heads.map(({ text }) => text)),
    toMarkdownRow(heads.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...rows.map((row) => toMarkdownRow(row.map(({ text }) => text))),
    ...(note === undefined ? [] : [`\n${note}\n`]),
  ].join('');
}
