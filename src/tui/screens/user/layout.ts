import type { Size } from '../../context/screen.ts';

/** Sizes of the panels on the user screen. A panel without room is null. */
export interface UserLayout {
  readonly chart: Size;
  readonly totals: Size | null;
  readonly endpoints: Size | null;
  readonly latencies: Size | null;
  readonly punchCard: Size | null;
  readonly calls: Size | null;
  readonly errors: Size | null;
  readonly audit: Size | null;
  /** True if the admin actions stand below the errors instead of beside them. */
  readonly isAuditBelow: boolean;
}

const sideWidth = 37;
/** A card of seven days and an axis, beside two panels, and over a third row of six lines. */
const punchCardHeight = 10;
const punchCardFrom = { width: 110, rest: punchCardHeight + 6 } as const;
/** An hour is one cell, on wide screens two. */
const cardWidth = 36;
const wideCardWidth = 58;
const wideCardFrom = 170;
/** From this width on three panels stand side by side. */
const threePanelsWidth = 114;
/** From this height on the first two rows are taller. */
const tallFrom = 44;
const tall = { first: 16, second: 12 } as const;
/** From this height on the third row has room for the admin actions below the errors. */
const belowFrom = 18;
const auditHeight = 7;

/** Shares out the room in up to three rows: traffic, endpoints and latency, and then calls, errors and admin actions. */
export function layoutUser(width: number, height: number): UserLayout {
  const isWide = width >= 76;
  const side = Math.min(sideWidth, Math.floor(width * 0.46));
  const isTall = height >= tallFrom;
  const first = isWide ? (isTall ? tall.first : Math.min(13, Math.max(9, height - 16))) : Math.min(9, height);
  const upper = height < 16 ? height : first;
  const rest = height - upper;
  const hasPunchCard = width >= punchCardFrom.width && rest >= punchCardFrom.rest;
  const second = hasPunchCard
    ? isTall
      ? tall.second
      : punchCardHeight
    : rest >= 14
      ? Math.min(10, Math.floor(rest * 0.55))
      : rest;
  const third = rest - second;
  const card = !hasPunchCard ? 0 : width >= wideCardFrom ? wideCardWidth : cardWidth;
  const half = Math.ceil((width - card) * 0.55);
  const none = {
    endpoints: null,
    latencies: null,
    punchCard: null,
    calls: null,
    errors: null,
    audit: null,
    isAuditBelow: false,
  };
  const chart = { width: isWide ? width - side : width, height: upper };
  const totals = isWide ? { width: side, height: upper } : null;
  if (second < 4) return { chart: { ...chart, height }, totals: totals && { ...totals, height }, ...none };
  return {
    chart,
    totals,
    endpoints: { width: isWide ? half : width, height: second },
    latencies: isWide ? { width: width - card - half, height: second } : null,
    punchCard: hasPunchCard ? { width: card, height: second } : null,
    ...layoutHistory(width, third),
  };
}

/** From this width on a heatmap has room beside the totals. */
const heatBesideWidth = 110;
const heatHeight = 14;

/** The same with a heatmap, which needs more room: on narrow screens that of the totals, on low ones that of the panels below. */
export function layoutUserHeatmap(width: number, height: number): UserLayout {
  const layout = layoutUser(width, height);
  if (width >= heatBesideWidth) return layout;
  const upper = Math.min(height, Math.max(layout.chart.height, heatHeight));
  const rest = height - upper;
  const endpoints = layout.endpoints && rest >= 4 ? { ...layout.endpoints, height: rest } : null;
  const latencies = layout.latencies && rest >= 4 ? { ...layout.latencies, height: rest } : null;
  const none = { totals: null, punchCard: null, calls: null, errors: null, audit: null, isAuditBelow: false };
  return { chart: { width, height: endpoints ? upper : height }, endpoints, latencies, ...none };
}

type History = Pick<UserLayout, 'calls' | 'errors' | 'audit' | 'isAuditBelow'>;

function layoutHistory(width: number, height: number): History {
  const none = { calls: null, errors: null, audit: null, isAuditBelow: false };
  if (height < 4) return none;
  if (width < 76) return { ...none, calls: { width, height } };
  if (height >= belowFrom) {
    const calls = Math.floor(width * 0.5);
    const side = width - calls;
    return {
      calls: { width: calls, height },
      errors: { width: side, height: height - auditHeight },
      audit: { width: side, height: auditHeight },
      isAuditBelow: true,
    };
  }
  const hasAudit = width >= threePanelsWidth;
  const calls = Math.floor(width * (hasAudit ? 0.36 : 0.5));
  const audit = hasAudit ? Math.floor(width * 0.26) : 0;
  return {
    calls: { width: calls, height },
    errors: { width: width - calls - audit, height },
    audit: hasAudit ? { width: audit, height } : null,
    isAuditBelow: false,
  };
}
