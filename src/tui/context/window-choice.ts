/** The window that a screen looks at: so many hours up to now, or up to a moment that was stepped back to. */
export interface WindowChoice {
  readonly hours: number;
  /** null is now: the window is live. */
  readonly endsAt: Date | null;
}
