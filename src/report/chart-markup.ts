import { html, type Markup } from './markup.ts';
import type { ChartSeries, TimeChart } from './report-charts.ts';

/** Size of a chart in units of its own, which the page scales to its width. */
const WIDTH = 1000;
const HEIGHT = 220;
const PLOT = { left: 52, right: 992, top: 8, bottom: 190 } as const;

/** A chart as SVG. Each bar of time says its numbers when it is pointed at. */
export function chartMarkup(chart: TimeChart): Markup {
  const { title, series, titles } = chart;
  return html`<figure>
<figcaption><b>${title}</b>${legend(series)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`${title}. ${summaryOf(chart)}`}">
${axesMarkup(chart)}
${stackedBars(chart)}
${series.filter(({ form }) => form === 'line').map((line) => lineMarkup(line, chart))}
${titles.map((text, at) => html`<rect class="hit" x="${round(xOf(at, titles.length))}" y="${PLOT.top}" width="${round(barWidth(titles.length))}" height="${PLOT.bottom - PLOT.top}"><title>${text}</title></rect>`)}
</svg>
</figure>
`;
}

function legend(series: readonly ChartSeries[]): Markup {
  return html`<span class="legend">${series.map(({ name, tone }) => html`<span><i class="${tone}"></i>${name}</span>`)}</span>`;
}

/** The chart in words, for who cannot see it. */
function summaryOf({ series, titles }: TimeChart): string {
  const sums = titles.map((_, at) =>
    series.reduce(
      (sum, { form, tone, values }) => (form === 'bars' || tone === 'second' ? sum + (values[at] ?? 0) : sum),
      0,
    ),
  );
  const highest = sums.indexOf(Math.max(...sums));
  return titles[highest] === undefined ? '' : `Highest: ${titles[highest]}.`;
}

function axesMarkup({ labels, ticks, max }: TimeChart): Markup {
  const lines = labels.map(({ value, text }) => {
    const y = round(yOf(value, max));
    return html`<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/><text x="${PLOT.left - 6}" y="${y + 4}" text-anchor="end">${text}</text>`;
  });
  const times = ticks.map(({ at, text }) => {
    const x = PLOT.left + at * (PLOT.right - PLOT.left);
    return html`<line class="grid" x1="${round(x)}" x2="${round(x)}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 5}"/><text x="${round(x)}" y="${HEIGHT - 10}" text-anchor="middle">${text}</text>`;
  });
  return html`${lines}${times}`;
}

/** One path a series: a page of a month has a few thousand bars. */
function stackedBars({ series, max }: TimeChart): readonly Markup[] {
  const stacks = series.filter(({ form }) => form === 'bars');
  return stacks.map(({ tone, values }, layer) => {
    const width = barWidth(values.length);
    const gap = width > 4 ? 1 : 0;
    const path = values.map((value, at) => {
      if (!value) return '';
      const below = stacks.slice(0, layer).reduce((sum, { values: others }) => sum + (others[at] ?? 0), 0);
      const [top, bottom] = [yOf(below + value, max), yOf(below, max)];
      return `M${round(xOf(at, values.length))} ${round(bottom)}V${round(top)}h${round(width - gap)}V${round(bottom)}z`;
    });
    return html`<path class="bars ${tone}" d="${path.join('')}"/>`;
  });
}

function lineMarkup({ tone, values }: ChartSeries, { max }: TimeChart): Markup {
  const half = barWidth(values.length) / 2;
  let isDrawing = false;
  const path = values.map((value, at) => {
    const begins = !isDrawing;
    isDrawing = value !== null;
    if (value === null) return '';
    // A value between two gaps is a point, which a line of no length with round ends shows.
    const point = `${round(xOf(at, values.length) + half)} ${round(yOf(value, max))}`;
    return begins ? `M${point}h0` : `L${point}`;
  });
  return html`<path class="line ${tone}" d="${path.join('')}"/>`;
}

function barWidth(count: number): number {
  return (PLOT.right - PLOT.left) / Math.max(1, count);
}

function xOf(at: number, count: number): number {
  return PLOT.left + at * barWidth(count);
}

function yOf(value: number, max: number): number {
  return PLOT.bottom - (Math.min(value, max) / max) * (PLOT.bottom - PLOT.top);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
