import type { Location } from '../model/location.ts';

/** Instructions for the demo's process. They are sent to it, since a location may hold a password, which `ps` would show. */
export interface DemoJob {
  /** A file in a folder of its own, which goes with the demo, or a database on a server without our tables. */
  readonly location: Location;
  readonly seed: number;
  readonly callCount: number;
  /** Live calls a second; as many as there were in the history at such an hour unless given. */
  readonly rate?: number | undefined;
  /** The moment the demo begins, ISO 8601. */
  readonly now: string;
}

/** Message that the demo's process sends while it works; `made` when there are tables to be removed. */
export type DemoMessage =
  | { readonly kind: 'made' }
  | { readonly kind: 'progress'; readonly writtenCalls: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string; readonly nextStep: string };
