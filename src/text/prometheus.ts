import { printable } from './printable.ts';

/** The content type of what `prometheusText` makes: the text format of Prometheus, version 0.0.4. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Labels are kept by everybody who scrapes, in every sample: of a longer text its first 320 characters at most are one. */
const LABEL_CELLS = 40;

/** Labels of a sample, by name. */
export type Labels = Readonly<Record<string, string | number>>;

/** Value of a metric under some labels; `suffix` is of the parts of a histogram (`_bucket`). */
export interface Sample {
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

/** A metric with all its samples. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
  /** Makes one value of those whose labels look alike (their sum unless given). */
  readonly combine?: (one: number, other: number) => number;
}

/**
 * Metrics in the text format of Prometheus (prometheus.io/docs/instrumenting/exposition_formats); those without a sample are left out.
 * Samples whose labels look alike when they are printed are one, since a scrape with the same sample twice is refused as a whole.
 */
export function prometheusText(families: readonly MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples, combine = (one, other) => one + other }) => {
      const values = new Map<string, number>();
      for (const { suffix = '', labels = {}, value } of samples) {
        const series = `${name}${suffix}${labelsText(labels)}`;
        const known = values.get(series);
        values.set(series, known === undefined ? value : combine(known, value));
      }
      const lines = Array.from(values, ([series, value]) => `${series} ${valueText(value)}\n`);
      return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`;
    })
    .join('');
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${labelText(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

// What stands in a database may hold anything, and this text is also looked at in a terminal.
function labelText(value: string | number): string {
  return escaped(typeof value === 'number' ? valueText(value) : printable(value, LABEL_CELLS)).replaceAll('"', '\\"');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function valueText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}
