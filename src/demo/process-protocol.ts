/** Instructions for the demo's process, passed as JSON in its first argument. */
export interface DemoJob {
  /** Lies in a folder of its own, which goes with the demo. */
  readonly databasePath: string;
  readonly seed: number;
  readonly callCount: number;
  /** Live calls a second; as many as there were in the history at such an hour unless given. */
  readonly rate?: number | undefined;
  /** The moment the demo begins, ISO 8601. */
  readonly now: string;
}

/** Message that the demo's process sends while it works. */
export type DemoMessage =
  | { readonly kind: 'progress'; readonly writtenCalls: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string; readonly nextStep: string };
