const HIGHEST_STATUS = 1e15;
const HIGHEST_MS = 1e300;
const FIRST_ERROR = 400;

/** A status if it is a number. */
export function statusOf(value: unknown): number | undefined {
  const status = numberOf(value);
  return status !== undefined && status < HIGHEST_STATUS ? status : undefined;
}

/** A response time in whole microseconds if it is a number: halves go away from zero, as SQLite's `round` does. */
export function microsOf(value: unknown): number | undefined {
  const ms = numberOf(value);
  if (ms === undefined || !(Math.abs(ms) <= HIGHEST_MS)) return undefined;
  return Math.sign(ms) * Math.round(Math.abs(ms) * 1000);
}

/** True for a failed call. */
export function isFailed(status: unknown): boolean {
  return (statusOf(status) ?? 0) >= FIRST_ERROR;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}
