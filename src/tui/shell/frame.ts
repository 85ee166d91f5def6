import type { Pulse } from '../../live/pulse.ts';
import type { NewestCall } from '../../model/call.ts';
import type { Id } from '../../model/id.ts';
import { shortErrorText } from '../../text/error-text.ts';
import { formatAge, formatCount, formatElapsed } from '../../text/format.ts';
import { truncate } from '../../text/width.ts';
import { keyName } from '../keys/keymap.ts';
import { type MainScreenId, mainScreens, screens } from '../keys/screens.ts';
import type { Segment } from '../theme/segments.ts';
import type { Tab } from './header-line.tsx';

/** Division of the terminal's rows. */
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
export type StatusForms = readonly (readonly Segment[])[];

/** The window that a screen is pinned to, as it is named in words, and whether Esc makes it live again. */
export interface Pin {
  readonly span: string;
  readonly isLiveNext: boolean;
  /** The day in words if it was not chosen, but is that of the newest calls. */
  readonly newestDay?: string;
}

/** The state of the data in words; what is pinned is never called live. */
export function statusForms(
  pulse: Pulse,
  newest: NewestCall | undefined,
  pausedAtId: Id | null,
  now: Date,
  pin?: Pin,
): StatusForms {
  if (pin) return pinnedForms(pin, pulse, now);
  if (pulse.state === 'starting') return [[{ text: '○ starting', tone: 'muted' }]];
  if (pulse.state === 'stale') {
    const head = staleHead(pulse, now);
    const reason = reasonOf(pulse);
    const forms = [reason, truncate(reason, 40), truncate(reason, 24)];
    return [...forms.map((text): Segment[] => [head, { text: `: ${text}`, tone: 'bad' }]), [head]];
  }
  if (pulse.state === 'paused') {
    const head = pausedHead(pulse, now);
    return [[head, { text: ` · ${newCallsWords(newest?.id ?? null, pausedAtId)}`, tone: 'warn' }], [head]];
  }
  const head: Segment = { text: '● live', tone: 'good' };
  if (!newest || (newest.id !== null && !newest.dateTime)) return [[head]];
  if (!newest.dateTime) return [[head, { text: ' · no calls yet', tone: 'muted' }], [head]];
  const forms = ['newest call', 'call'].map((word): Segment[] => [
    head,
    { text: ` · ${word} ${formatAge(newest.dateTime, now)}`, tone: 'muted' },
  ]);
  return [...forms, [head]];
}

/** Tells the number of calls since then; ids that do not count up one by one show only that there were some. */
function newCallsWords(newestId: Id | null, pausedAtId: Id | null): string {
  if (newestId === pausedAtId) return '0 new calls';
  if (typeof newestId !== 'number' || typeof (pausedAtId ?? 0) !== 'number') return 'new calls';
  const count = Math.max(0, newestId - Number(pausedAtId));
  return `${formatCount(count)} ${count === 1 ? 'new call' : 'new calls'}`;
}

/** Calls that came since are not of the pinned window, so that they are not counted here. */
function pinnedForms({ span, isLiveNext, newestDay }: Pin, pulse: Pulse, now: Date): StatusForms {
  const state = pulse.state === 'stale' ? [staleHead(pulse, now)] : pulse.isPaused ? [pausedHead(pulse, now)] : [];
  const behind = state.flatMap((head): Segment[] => [{ text: ' · ' }, head]);
  const reason: readonly Segment[] = pulse.state === 'stale' ? [{ text: `: ${reasonOf(pulse)}`, tone: 'bad' }] : [];
  if (newestDay !== undefined) {
    const told: Segment = { text: `◷ newest calls are of ${newestDay}`, tone: 'warn' };
    const brief: Segment = { text: `◷ newest ${newestDay}`, tone: 'warn' };
    const next: Segment = { text: isLiveNext ? ' · Esc to now' : ' · Esc back' };
    const day: Segment = { text: `◷ ${newestDay}`, tone: 'warn' };
    const forms: StatusForms = [[told, ...behind, next], [told, ...behind], [brief, ...behind], [brief], [day]];
    return reason.length > 0 ? [[told, ...behind, ...reason], ...forms] : forms;
  }
  const mark: Segment = { text: '◷ pinned', tone: 'warn' };
  const named: Segment = { text: `◷ pinned ${span}`, tone: 'warn' };
  const way: Segment = { text: isLiveNext ? ' · Esc back to live' : ' · Esc back' };
  const forms: StatusForms = [[named, ...behind, way], [named, ...behind], [mark, ...behind], [mark]];
  return reason.length > 0 ? [[named, ...behind, ...reason], ...forms] : forms;
}

/** The reason why nothing could be read: only its first sentence, since the age is told already, and what to do is to wait. */
function reasonOf({ reason }: Pulse): string {
  return (
    shortErrorText(reason)
      .split(/(?<=\.)\s/)[0]
      ?.replace(/\.$/, '') ?? ''
  );
}

function staleHead({ since }: Pulse, now: Date): Segment {
  return { text: `▲ stale ${formatAge(since, now).replace(' ago', '')}`, tone: 'bad' };
}

function pausedHead({ since }: Pulse, now: Date): Segment {
  return { text: `⏸ paused ${formatElapsed(since ? now.getTime() - since.getTime() : 0)}`, tone: 'warn' };
}

/** The tabs of the header; that of Attention has the number of its lines, 0 as long as it is not known. */
export function tabsOf(active: MainScreenId, lineCount = 0): readonly Tab[] {
  return mainScreens.map((id) => ({
    key: keyName(screens[id].digit),
    label: screens[id].title,
    isActive: id === active,
    ...(id === 'attention' && { count: lineCount }),
  }));
}
