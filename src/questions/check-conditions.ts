import { PresentsError } from '../model/presents-error.ts';
import { formatCount, formatMs } from '../text/format.ts';
import { nearest } from '../text/nearest.ts';

/** Units of metrics, each with the units that a limit may be given in and how many of the metric's own they are. */
const UNITS = {
  count: { shown: '', factors: {} },
  share: { shown: ' %', factors: { '%': 1 } },
  ms: { shown: ' ms', factors: { ms: 1, s: 1_000, m: 60_000, min: 60_000 } },
  minutes: { shown: ' min', factors: { s: 1 / 60, m: 1, min: 1, h: 60, d: 1_440 } },
} as const satisfies Readonly<Record<string, { shown: string; factors: Readonly<Record<string, number>> }>>;

interface Metric {
  readonly unit: keyof typeof UNITS;
  /** True if it says nothing about a few calls. */
  readonly needsCalls: boolean;
  /** True if the statistics index knows it within 1 %. */
  readonly isPercentile?: true;
}

/** Everything that a condition can be about. */
export const METRICS = {
  calls: { unit: 'count', needsCalls: false },
  errors: { unit: 'count', needsCalls: false },
  error_rate: { unit: 'share', needsCalls: true },
  server_error_rate: { unit: 'share', needsCalls: true },
  avg: { unit: 'ms', needsCalls: true },
  p50: { unit: 'ms', needsCalls: true, isPercentile: true },
  p95: { unit: 'ms', needsCalls: true, isPercentile: true },
  p99: { unit: 'ms', needsCalls: true, isPercentile: true },
  new_groups: { unit: 'count', needsCalls: false },
  rising_groups: { unit: 'count', needsCalls: false },
  idle_minutes: { unit: 'minutes', needsCalls: false },
  attention: { unit: 'count', needsCalls: false },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** The names of the metrics. */
export const metricNames = Object.keys(METRICS).filter(isMetric);

const OPERATORS = {
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '=': (value: number, limit: number) => value === limit,
} as const;

/** Condition that must not hold. */
export interface Condition {
  /** As it was typed. */
  readonly text: string;
  readonly metric: MetricName;
  readonly operator: keyof typeof OPERATORS;
  /** In the unit of the metric: %, milliseconds, minutes, or a number. */
  readonly limit: number;
}

/** Reads a condition: `error_rate>5%`. Throws a PresentsError that says what is wrong with it. */
export function parseCondition(text: string): Condition {
  const match = /^\s*([^\s<>=]+)\s*(>=|<=|>|<|=)\s*(.*?)\s*$/s.exec(text);
  if (match === null) {
    throw fault(
      `“${text}” is no condition.`,
      'Give a metric, an operator and a limit: error_rate>5%, p95>800, calls<10.',
    );
  }
  const [, name = '', operator = '', limit = ''] = match;
  if (!isMetric(name)) throw unknownMetric(name);
  return {
    text: text.trim(),
    metric: name,
    operator: operator as Condition['operator'],
    limit: parseLimit(name, limit),
  };
}

/** Tells whether a condition holds for a value. */
export function holds({ operator, limit }: Condition, value: number): boolean {
  return OPERATORS[operator](value, limit);
}

/** A value that was read; `isApproximate` if it is within 1 % instead of exact. */
export interface MetricValue {
  readonly value: number;
  readonly isApproximate: boolean;
}

/** A value of a metric with its unit: `12.8 %`, `≈ 324 ms`. */
export function metricText(metric: MetricName, { value, isApproximate }: MetricValue): string {
  const { unit } = METRICS[metric];
  if (value === Number.POSITIVE_INFINITY) return 'never';
  return `${isApproximate ? '≈ ' : ''}${numberText(value, unit)}${UNITS[unit].shown}`;
}

/** Tells whether a value of a metric is within 1 % where percentiles are. */
export function isApproximately(metric: MetricName, arePercentilesApproximate: boolean): boolean {
  return arePercentilesApproximate && 'isPercentile' in METRICS[metric];
}

/** A condition that holds, with the value: `error_rate 12.8 % > 5 %`. */
export function hitText(condition: Condition, { value, isApproximate }: MetricValue): string {
  const { metric, operator, limit } = condition;
  const { unit } = METRICS[metric];
  // Rounded only as far as the line is still true.
  const number = [numberText(value, unit), plain(value)].find((text) => holds(condition, numberIn(text)));
  const shown = Number.isFinite(value) ? `${number ?? value}${UNITS[unit].shown}` : 'never';
  return `${metric} ${isApproximate ? '≈ ' : ''}${shown} ${operator} ${plain(limit)}${UNITS[unit].shown}`;
}

function parseLimit(metric: MetricName, text: string): number {
  const { factors } = UNITS[METRICS[metric].unit];
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*(\S*)$/.exec(text) ?? [];
  const units = Object.keys(factors);
  const known: Readonly<Record<string, number>> = factors;
  const factor = unit === '' ? 1 : known[unit.toLowerCase()];
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  const example = { count: '10', share: '5%', ms: '800ms', minutes: '30m' }[METRICS[metric].unit];
  const wants =
    units.length === 0 ? 'a number without a unit' : `a number, with or without a unit (${units.join(', ')})`;
  throw fault(`“${text}” is no limit of ${metric}, which wants ${wants}.`, `Write ${metric}>${example}, say.`);
}

function unknownMetric(name: string): PresentsError {
  const meant = nearest(name.replaceAll('-', '_'), metricNames);
  const hint = meant === undefined ? `The metrics are ${metricNames.join(', ')}.` : `Did you mean ${meant}?`;
  return fault(`There is no metric “${name}”.`, hint);
}

function fault(message: string, nextStep: string): PresentsError {
  return new PresentsError(message, { code: 'invalid', nextStep, field: 'failIf', exitCode: 2 });
}

function numberText(value: number, unit: Metric['unit']): string {
  if (unit === 'count') return formatCount(value);
  if (unit === 'minutes') return value < 10 ? plain(Math.round(value * 10) / 10) : formatCount(value);
  return unit === 'share' ? plain(Math.round(value * 10) / 10) : formatMs(value);
}

function numberIn(text: string): number {
  return Number(text.replaceAll(',', ''));
}

function plain(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}

function isMetric(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}
