import type { Cell } from '../columns/column.ts';
import type { SummaryLine } from '../columns/stats.ts';
import { chartMarkup } from './chart-markup.ts';
import { html, type Markup } from './markup.ts';
import type { ReportDocument, ReportTable } from './report-document.ts';
import { reportStyle } from './report-style.ts';

/** Texts of so many characters stand on one line of a table. */
const briefLength = 20;

/** A report as one HTML page: it loads nothing, runs nothing, follows the reader's light or dark, and prints. */
export function htmlReport(report: ReportDocument): string {
  const { title, facts, totals, charts, tables } = report;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${{ markup: reportStyle }}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<section aria-label="Totals"><dl class="totals">
${totals.map(totalMarkup)}
</dl></section>
${charts.map(chartMarkup)}
${tables.map(tableMarkup)}
<footer>Made by presents.</footer>
</body>
</html>
`.markup;
}

function totalMarkup({ label, value, unit, share, change, tone }: SummaryLine): Markup {
  const more = [unit, share].filter((text) => text !== undefined && text !== '').join(' ');
  return html`<div><dt>${label}</dt><dd><span class="${tone ?? 'plain'}">${value}</span> <small>${more}</small>${
    change && html`<small class="change ${change.tone}">${change.text}</small>`
  }</dd></div>
`;
}

function tableMarkup({ title, heads, rows, empty, note }: ReportTable): Markup {
  if (rows.length === 0)
    return html`<section><h2>${title}</h2><p class="muted">${empty}</p></section>
`;
  const cell = ({ text, tone }: Cell, at: number) =>
    html`<td class="${[tone ?? 'plain', heads[at]?.align === 'right' ? 'number' : text.length <= briefLength ? 'text brief' : 'text'].join(' ')}">${text}</td>`;
  return html`<section><h2>${title}</h2>
<div class="scroll"><table>
<thead><tr>${heads.map(({ text, align }) => html`<th scope="col" class="${align === 'right' ? 'number' : 'text'}">${text}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) => html`<tr>${row.map(cell)}</tr>
`,
)}</tbody>
</table></div>${note === undefined ? undefined : html`<p class="muted">${note}</p>`}</section>
`;
}
