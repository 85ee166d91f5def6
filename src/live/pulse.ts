/** What the screen says of the data: how fresh it is, and why it is not fresher. */
export interface Pulse {
  readonly state: 'starting' | 'live' | 'paused' | 'stale';
  /** Since when it is paused or stale; null while it is live. */
  readonly since: Date | null;
  /** Why it is stale. */
  readonly reason: string;
  /** Also true while paused data is stale. */
  readonly isPaused: boolean;
  readonly intervalMs: number;
}
