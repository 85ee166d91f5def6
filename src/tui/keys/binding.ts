import type { ScreenId } from './screens.ts';

/**
 * Scope of a key. `list` joins the keys of every screen that shows a long list, `chart` of those with a chart over time, `filtered` of those
 * that the filter of calls holds on, `groups` of those that show failed calls in groups, `record` of those that show one record of a list.
 */
export type Scope = 'global' | 'list' | 'chart' | 'filtered' | 'groups' | 'record' | ScreenId;

/** One action with its keys. `label` is its word in the footer; without one it is told only in the help. */
export interface Binding {
  readonly action: string;
  readonly scope: Scope;
  readonly keys: readonly string[];
  readonly help: string;
  readonly label?: string;
  /** It changes the database, so that it cannot work on one that is read-only. */
  readonly changes?: true;
  /** The command that does the same, without `presents` and its arguments. */
  readonly command?: string;
  /** On which side of the footer it stands, and which go first if there is no room (the highest). */
  readonly side?: 'left' | 'right';
  readonly priority?: number;
}
