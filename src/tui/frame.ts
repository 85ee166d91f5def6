import type { Pulse } from '../live/heartbeat.ts';
import type { NewestCall } from '../model.ts';
import { shortErrorText } from '../text/error-text.ts';
import { formatAge, formatCount, formatElapsed } from '../text/format.ts';
import { truncate } from '../text/width.ts';
import { keyName } from './keymap.ts';
import type { Segment } from './segments.ts';

/** How the rows of the terminal are shared out. */
export interface FrameLayout {
  /** `tiny` is below everything that can show a list: one line of health. */
  readonly kind: 'full' | 'tiny';
  readonly bodyHeight: number;
  readonly hasSpacer: boolean;
}

/** The layout of a terminal of this size: header, body, message line and footer, never more rows than there are. */
export function layoutFrame(columns: number, rows: number): FrameLayout {
  if (columns < 36 || rows < 8) return { kind: 'tiny', bodyHeight: rows, hasSpacer: false };
  const hasSpacer = rows >= 20;
  return { kind: 'full', bodyHeight: rows - 3 - (hasSpacer ? 1 : 0), hasSpacer };
}

/** The state of the data in words, the most telling form first; shorter ones for narrower screens. */
export function statusForms(
  pulse: Pulse,
  newest: NewestCall | undefined,
  pausedAtId: number,
  now: Date,
): readonly Segment[][] {
  if (pulse.state === 'starting') return [[{ text: '○ starting', tone: 'muted' }]];
  const elapsed = pulse.since ? now.getTime() - pulse.since.getTime() : 0;
  if (pulse.state === 'stale') {
    const head: Segment = { text: `▲ stale ${formatAge(pulse.since, now).replace(' ago', '')}`, tone: 'bad' };
    // Only its first sentence: the age is told already, and what to do is to wait.
    const reason =
      shortErrorText(pulse.reason)
        .split(/(?<=\.)\s/)[0]
        ?.replace(/\.$/, '') ?? '';
    const forms = [reason, truncate(reason, 40), truncate(reason, 24)];
    return [...forms.map((text): Segment[] => [head, { text: `: ${text}`, tone: 'bad' }]), [head]];
  }
  if (pulse.state === 'paused') {
    const head: Segment = { text: `⏸ paused ${formatElapsed(elapsed)}`, tone: 'warn' };
    const newCalls = Math.max(0, (newest?.id ?? 0) - pausedAtId);
    return [[head, { text: ` · ${formatCount(newCalls)} new calls`, tone: 'warn' }], [head]];
  }
  const head: Segment = { text: '● live', tone: 'good' };
  if (!newest) return [[head]];
  const age = newest.dateTime ? `newest call ${formatAge(newest.dateTime, now)}` : 'no calls yet';
  return [[head, { text: ` · ${age}`, tone: 'muted' }], [head]];
}

/** The tabs of the header. */
export function tabsOf(active: string): readonly { key: string; label: string; isActive: boolean }[] {
  const labels = { users: 'Users', system: 'System', errors: 'Errors', cache: 'Cache' };
  return Object.entries(labels).map(([id, label], index) => ({
    key: keyName(String(index + 1)),
    label,
    isActive: id === active,
  }));
}
