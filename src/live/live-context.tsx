import { createContext, useContext } from 'react';
import type { Clock } from './clock.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Unfinished } from './unfinished.ts';

/** Services behind the hooks of this folder; constant for the life of the program. */
export interface LiveContext {
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  readonly unfinished: Unfinished;
}

const Context = createContext<LiveContext | undefined>(undefined);

/** Hands the clock and the heartbeat to the hooks below. */
export const LiveProvider = Context.Provider;

/** The clock and the heartbeat. */
export function useLiveContext(): LiveContext {
  const context = useContext(Context);
  if (!context) throw new Error('useLiveContext stands outside a LiveProvider');
  return context;
}
