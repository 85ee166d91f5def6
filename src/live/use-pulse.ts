import { useSyncExternalStore } from 'react';
import type { Pulse } from './heartbeat.ts';
import { useLiveContext } from './live-context.tsx';

/** The state of the data: live, paused or stale, since when and why. */
export function usePulse(): Pulse {
  const { heartbeat } = useLiveContext();
  return useSyncExternalStore(heartbeat.onPulse, heartbeat.pulse);
}
