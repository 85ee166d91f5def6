/** State of the data as the screen reports it: fresh or not, and the reason. */
export interface Pulse {
  readonly state: 'starting' | 'live' | 'paused' | 'stale';
  /** Since when it is paused or stale; null while it is live. */
  readonly since: Date | null;
  /** Reason that it is stale. */
  readonly reason: string;
  /** Also true while paused data is stale. */
  readonly isPaused: boolean;
  readonly intervalMs: number;
}
