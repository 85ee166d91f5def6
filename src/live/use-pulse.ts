import { useSyncExternalStore } from 'react';
import { useLiveContext } from './live-context.tsx';
import type { Pulse } from './pulse.ts';

/** The state of the data: live, paused or stale, since when and why. */
export function usePulse(): Pulse {
  const { heartbeat } = useLiveContext();
  return useSyncExternalStore(heartbeat.onPulse, heartbeat.pulse);
}
