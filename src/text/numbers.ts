/** Stands wherever there is no value. */
export const NONE = '–';

const COMPACT_UNITS = [
  [1, ''],
  [1e3, 'k'],
  [1e6, 'M'],
  [1e9, 'G'],
  [1e12, 'T'],
] as const;

/** A whole number, thousands separated: `1,204`. */
export function formatCount(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return NONE;
  return Math.round(count)
    .toFixed(0)
    .replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A number in at most four characters or so: `980`, `1.2k`, `18k`, `1.2M`. */
export function formatCompact(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  for (const [size, unit] of COMPACT_UNITS) {
    const text = oneDecimalBelow(10, value / size);
    if (Math.abs(Number(text)) < 1000) return text.replace(/\.0$/, '') + unit;
  }
  return value.toExponential(1);
}

/** Milliseconds without their unit, to a tenth below 100: `48.1`, `180`, `1,204`. */
export function formatMs(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NONE;
  const tenths = ms.toFixed(1);
  return Math.abs(Number(tenths)) < 100 ? tenths : formatCount(ms);
}

/** Milliseconds in the unit that fits: `48.1 ms`, `1.2 s`, `2.5 min`, `3.1 h`. */
export function formatDurationMs(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return NONE;
  if (Math.round(ms) < 1000) return `${formatMs(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_597_000) return `${(ms / 60_000).toFixed(1)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

/** A part of a whole in percent: `7.2 %`, `0 %` and `100 %` only if it is exactly so, `–` of nothing. */
export function formatShare(part: number, whole: number): string {
  if (!(whole > 0)) return NONE;
  if (part <= 0) return '0 %';
  if (part === whole) return '100 %';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return '<0.1 %';
  if (percent > 99.9 && part < whole) return '>99.9 %';
  return `${percent.toFixed(1)} %`;
}

/** A share from 0 to 1 in whole percent: `94 %`, `<1 %`, `>99 %`, 0 and 100 only if it is exactly so. */
export function formatWholeShare(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %';
  return share > 0.99 && share < 1 ? '>99 %' : `${Math.round(share * 100)} %`;
}

/** Comparison of a number with the previous one. */
export interface Change {
  readonly text: string;
  readonly direction: -1 | 0 | 1;
}

/**
 * The change in percent of the number before, in at most eight cells: `+4.2 %`, `−12 %`, from eleven times as much on `×13`,
 * `=` where nothing changed, `new` where there was nothing, `–` where unknown.
 */
export function formatChange(current: number | null, before: number | null): Change {
  if (current === null || before === null) return { text: NONE, direction: 0 };
  if (current === before) return { text: '=', direction: 0 };
  const direction = current > before ? 1 : -1;
  if (before === 0) return { text: 'new', direction };
  const percent = (Math.abs(current - before) / Math.abs(before)) * 100;
  if (percent >= 999.5 && current > 0 && before > 0) return { text: `×${formatCompact(current / before)}`, direction };
  return { text: `${sign(direction)}${percentSize(percent, current)} %`, direction };
}

/** True if two numbers of calls differ by more than chance lets them. */
export function isNotableChange(current: number, before: number): boolean {
  return Math.abs(current - before) >= 2 * Math.sqrt(current + before) && current !== before;
}

/** The change as a difference in its own unit, in at most eight cells: `+2`, `−1.2k`, `+0.3 pp`, `=` where nothing changed. */
export function formatDifference(current: number, before: number, unit?: 'pp'): Change {
  const size = Math.abs(current - before);
  // Shares are quotients: what differs in the last bits only does not differ.
  if (size < 1e-9) return { text: '=', direction: 0 };
  const direction = current > before ? 1 : -1;
  const amount =
    unit === undefined ? formatCompact(size) : size < 0.05 ? '<0.1' : size.toFixed(1).replace(/^100\.0$/, '100');
  return { text: `${sign(direction)}${amount}${unit ? ` ${unit}` : ''}`, direction };
}

/** Formats the size of a change in percent; a loss that leaves something is never shown as 100 %. */
function percentSize(percent: number, current: number): string {
  if (percent < 0.05) return '<0.1';
  if (percent < 9.95) return percent.toFixed(1);
  const isNearlyAll = current !== 0 && percent < 100 && percent >= 99.5;
  return isNearlyAll ? '>99' : formatCompact(percent);
}

/** A size of data in thousands: `214 B`, `1.2 kB`, `18 MB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null || !Number.isFinite(bytes)) return NONE;
  const [, number = '', unit = ''] = /^(.*?)([kMGT]?)$/.exec(formatCompact(bytes)) ?? [];
  return `${number} ${unit}B`;
}

function oneDecimalBelow(limit: number, value: number): string {
  const tenths = value.toFixed(1);
  return Math.abs(Number(tenths)) < limit ? tenths : value.toFixed(0);
}

function sign(direction: 1 | -1): string {
  return direction > 0 ? '+' : '−';
}
