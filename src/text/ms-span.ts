/** `20–50 ms`, `1–2 s`, `500 ms–1 s`: from one response time to another, both of LATENCY_STEPS_MS. */
export function msSpan(fromMs: number, toMs: number): string {
  const [from, to] = [msStep(fromMs), msStep(toMs)];
  if (fromMs === 0) return `<${to.number} ${to.unit}`;
  return from.unit === to.unit
    ? `${from.number}–${to.number} ${to.unit}`
    : `${from.number} ${from.unit}–${to.number} ${to.unit}`;
}

/** A step of response times with its unit: `20 ms`, `1 s`. */
export function msStep(ms: number): { readonly number: string; readonly unit: string } {
  if (ms < 1000) return { number: String(ms), unit: 'ms' };
  return ms < 1e6 ? { number: String(ms / 1000), unit: 's' } : { number: String(ms / 1e6), unit: 'ks' };
}
