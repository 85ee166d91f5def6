import type { Size } from '../../context/screen.ts';

/** Sizes of the panels on the system screen. A panel without room is null. */
export interface SystemLayout {
  readonly chart: Size;
  readonly errors: Size | null;
  readonly totals: Size | null;
  readonly status: Size | null;
  /** The two tables side by side; the width is that of the first, `secondWidth` that of the other. */
  readonly top: (Size & { readonly secondWidth: number }) | null;
  /** The totals as plain lines above a lone chart, for small screens. */
  readonly lines: number;
}

const sideWidth = 37;
const totalsHeight = 11;

/** Shares out the room: the least important panels go first. */
export function layoutSystem(width: number, height: number): SystemLayout {
  const isWide = width >= 76 && height >= 13;
  if (!isWide) return layoutNarrow(width, height);
  const top = height >= 17 ? Math.min(13, height - 13) : 0;
  const upper = height - top;
  const errors = upper >= 13 ? Math.min(7, Math.max(5, Math.floor(upper / 4))) : 0;
  const side = Math.min(sideWidth, Math.floor(width * 0.46));
  const main = width - side;
  const status = upper - totalsHeight;
  const first = Math.ceil(width * 0.53);
  return {
    chart: { width: main, height: upper - errors },
    errors: errors > 0 ? { width: main, height: errors } : null,
    totals: { width: side, height: status >= 4 ? totalsHeight : upper },
    status: status >= 4 ? { width: side, height: status } : null,
    top: top > 0 ? { width: first, height: top, secondWidth: width - first } : null,
    lines: 0,
  };
}

/** From this width on a heatmap has room beside the totals. */
const heatBesideWidth = 110;

/** The same with a heatmap, which needs more room: it takes the place of both charts, and on narrow screens of all beside or above them. */
export function withHeatmap(layout: SystemLayout, width: number): SystemLayout {
  const height = layout.chart.height + (layout.errors?.height ?? 0);
  const chart = { width: layout.chart.width, height };
  if (width >= heatBesideWidth) return { ...layout, chart, errors: null };
  const whole = { width, height: height + layout.lines };
  return { ...layout, chart: whole, errors: null, totals: null, status: null, lines: 0 };
}

function layoutNarrow(width: number, height: number): SystemLayout {
  const none = { errors: null, totals: null, status: null, top: null };
  const lines = height >= 12 ? 5 : Math.min(9, height);
  const hasChart = height - lines >= 6;
  return { chart: { width, height: hasChart ? height - lines : 0 }, lines, ...none };
}
