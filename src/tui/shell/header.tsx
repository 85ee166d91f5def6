import { Box } from 'ink';
import { memo, useEffect, useState } from 'react';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import { usePulse } from '../../live/use-pulse.ts';
import type { NewestCall } from '../../model/call.ts';
import type { Id } from '../../model/id.ts';
import { ageStepMs, dayWords } from '../../text/format.ts';
import { Lines } from '../components/line.tsx';
import type { Message } from '../context/message.ts';
import { useServices } from '../context/services.tsx';
import { useAttentionCount } from '../context/use-attention-count.ts';
import type { WindowChoice } from '../context/window-choice.ts';
import { windowKey, windowLabel } from '../context/windows.ts';
import type { MainScreenId } from '../keys/screens.ts';
import { useKeyPress } from '../keys/use-keys.ts';
import type { Segment } from '../theme/segments.ts';
import { type Pin, type StatusForms, statusForms, tabsOf } from './frame.ts';
import { badgeSegments, Header } from './header-line.tsx';
import { messageTone } from './notice.tsx';

/** The past window that the shown screen looks at, null if it is live or of no window; whether Esc leads from it to now. */
interface Pinned {
  readonly pinned: WindowChoice | null;
  readonly isLiveNext: boolean;
  /** The day of the newest calls if main screens open with it. */
  readonly firstWindow: WindowChoice | null;
  readonly isUtc: boolean;
}

/** The top line with the state of the data, which goes on counting while the rest is paused. */
export const StatusHeader = memo(function StatusHeader(
  props: Pinned & { readonly width: number; readonly tab: MainScreenId },
) {
  const { databaseName, databaseWord, badges } = useServices();
  const status = useStatus(props);
  const lineCount = useAttentionCount(props.tab === 'attention');
  const press = useKeyPress();
  const tabs = tabsOf(props.tab, lineCount).map((tab) => ({ ...tab, onClick: () => press(tab.key) }));
  return (
    <Header
      width={props.width}
      tabs={tabs}
      database={databaseName}
      badges={badges}
      word={databaseWord}
      status={status}
      isPinned={props.pinned !== null}
    />
  );
});

/** Header of a terminal too small for a list: one line of health, and the way out. */
export function TinyFrame(
  props: Pinned & {
    readonly width: number;
    readonly height: number;
    readonly message: Message | null;
    /** The word for what `q` does. */
    readonly wayOut: string;
  },
) {
  const { width, height, wayOut } = props;
  const { databaseWord, badges } = useServices();
  const status = useStatus(props);
  const shortest = status.at(-1) ?? [];
  const full = status[0] ?? [];
  const message = props.message ? [{ text: props.message.text, tone: messageTone(props.message.tone) }] : [];
  const lines: readonly (readonly Segment[])[] = [
    width >= 30 ? full : shortest,
    message,
    [{ text: `q ${wayOut}  `, tone: 'muted' }, ...badgeSegments(databaseWord, badges)],
  ];
  return (
    <Box flexDirection="column" height={height}>
      <Lines width={width} lines={lines.slice(0, height)} />
    </Box>
  );
}

function useStatus(pinned: Pinned): StatusForms {
  const { store, clock } = useServices();
  const pulse = usePulse();
  const { data: newest } = useLive('newest call', () => store.apiLogs.newest(), { evenIfPaused: true });
  const [pausedAtId, setPausedAtId] = useState<Id | null>(null);
  const newestId = newest?.id ?? null;
  const { isPaused } = pulse;
  // The id of the newest call is remembered at the moment of the pause: what comes after it is counted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest id must not move it on while paused
  useEffect(() => {
    if (isPaused) setPausedAtId(newestId);
  }, [isPaused]);
  useNewerCalls(pinned.firstWindow, newest);
  const step = pulse.since ? 1000 : newest?.dateTime ? ageStepMs(newest.dateTime, clock.now()) : null;
  const now = useNow(step);
  return statusForms(pulse, newest, pausedAtId, now, pinOf(pinned, newest, now));
}

/** Tells when calls came that are newer than the day that main screens open with. */
function useNewerCalls(firstWindow: WindowChoice | null, newest: NewestCall | undefined): void {
  const { dispatch } = useServices();
  const isPassed = firstWindow !== null && newest !== undefined && !isNewestDay(firstWindow, newest);
  useEffect(() => {
    if (isPassed) dispatch({ type: 'newer calls' });
  }, [isPassed, dispatch]);
}

function isNewestDay({ endsAt }: WindowChoice, { dateTime }: NewestCall): boolean {
  return endsAt !== null && dateTime !== null && dateTime < endsAt;
}

function pinOf(
  { pinned, isLiveNext, firstWindow, isUtc }: Pinned,
  newest: NewestCall | undefined,
  now: Date,
): Pin | undefined {
  if (pinned === null) return undefined;
  const context = { utc: isUtc, now };
  const isFirst = firstWindow !== null && windowKey(pinned) === windowKey(firstWindow);
  const newestCall = isFirst && newest && isNewestDay(pinned, newest) ? newest.dateTime : null;
  return {
    span: windowLabel(pinned, context),
    isLiveNext,
    ...(newestCall && { newestDay: dayWords(newestCall, context) }),
  };
}
