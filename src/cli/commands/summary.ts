import type { SummaryLine } from '../../columns/stats.ts';
import { cellWidth, pad } from '../../text/width.ts';
import type { Paint } from '../print/style.ts';

function widest(lines: readonly SummaryLine[], text: (line: SummaryLine) => string): number {
  return Math.max(0, ...lines.map((line) => cellWidth(text(line))));
}

/** A panel of numbers as lines: labels left, numbers right, then units, shares and changes. */
export function summaryLines(lines: readonly SummaryLine[], paint: Paint): readonly string[] {
  const values = lines.filter(({ unit }) => unit === undefined || unit === 'ms');
  const [label, value, unit, share, change] = [
    widest(lines, (line) => line.label),
    widest(values, (line) => line.value),
    widest(values, (line) => line.unit ?? ''),
    widest(lines, (line) => line.share ?? ''),
    widest(lines, (line) => line.change?.text ?? ''),
  ];
  return lines.map((line) => {
    const isTime = !values.includes(line);
    const number = isTime ? `${line.value} ` : `${pad(line.value, value, 'right')} `;
    const parts = [
      `${paint(line.label, 'muted')}${' '.repeat(label - cellWidth(line.label))}  `,
      paint(number, line.tone ?? 'plain'),
      paint(isTime ? (line.unit ?? '') : pad(line.unit ?? '', unit, 'left'), 'muted'),
      isTime ? '' : paint(`  ${pad(line.share ?? '', share, 'right')}`, 'muted'),
      line.change === undefined ? '' : paint(`  ${pad(line.change.text, change, 'right')}`, line.change.tone),
    ];
    return parts.join('').trimEnd();
  });
}
