import { Box } from 'ink';
import { useEffect, useState } from 'react';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import { usePulse } from '../../live/use-pulse.ts';
import type { Id } from '../../model/id.ts';
import { ageStepMs } from '../../text/format.ts';
import { Lines } from '../components/line.tsx';
import type { Navigation } from '../context/navigation.ts';
import { useServices } from '../context/services.tsx';
import { windowLabel } from '../context/windows.ts';
import type { Segment } from '../theme/segments.ts';
import { type Pin, type StatusForms, statusForms, tabsOf } from './frame.ts';
import { Header } from './header-line.tsx';
import { messageTone } from './notice.tsx';
import { showsWindow } from './registry.tsx';

/** The top line with the state of the data, which goes on counting while the rest is paused. */
export function StatusHeader({ width, navigation }: { readonly width: number; readonly navigation: Navigation }) {
  const { databaseName, badges } = useServices();
  const status = useStatus(navigation);
  return (
    <Header width={width} tabs={tabsOf(navigation.screen)} database={databaseName} badges={badges} status={status} />
  );
}

/** What is left on a terminal too small for a list: one line of health, and the way out. */
export function TinyFrame(props: { readonly width: number; readonly height: number; readonly navigation: Navigation }) {
  const { width, height, navigation } = props;
  const status = useStatus(navigation);
  const shortest = status.at(-1) ?? [];
  const full = status[0] ?? [];
  const message = navigation.message
    ? [{ text: navigation.message.text, tone: messageTone(navigation.message.tone) }]
    : [];
  const lines: readonly (readonly Segment[])[] = [
    width >= 30 ? full : shortest,
    message,
    [{ text: 'q quit', tone: 'muted' }],
  ];
  return (
    <Box flexDirection="column" height={height}>
      <Lines width={width} lines={lines.slice(0, height)} />
    </Box>
  );
}

function useStatus(navigation: Navigation): StatusForms {
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
  const step = pulse.since ? 1000 : newest?.dateTime ? ageStepMs(newest.dateTime, clock.now()) : null;
  const now = useNow(step);
  return statusForms(pulse, newest, pausedAtId, now, pinOf(navigation, now));
}

/** The past window that the screen looks at; undefined where it is live, or shows nothing of a window. */
function pinOf(navigation: Navigation, now: Date): Pin | undefined {
  const { window, formerWindows, isUtc } = navigation;
  if (window.endsAt === null || !showsWindow(navigation)) return undefined;
  return { span: windowLabel(window, { utc: isUtc, now }), isLiveNext: formerWindows[0]?.endsAt === null };
}
