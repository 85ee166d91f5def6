import type { Kept } from '../../live/kept.ts';
import type { ErrorGroup } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import type { RouteCount } from '../../model/values.ts';
import type { NameIndex } from '../../text/name-index.ts';

/** All users: their names to search in, and their ids by the same places. */
export interface KnownUsers {
  readonly index: NameIndex;
  readonly ids: readonly Id[];
}

/** Values of the calls of a window. */
export interface WindowValues {
  readonly routes: readonly RouteCount[];
  readonly groups: readonly ErrorGroup[];
}

/** Answers that the palette keeps from one opening to the next. */
export interface PaletteAnswers {
  readonly users: Kept<KnownUsers>;
  readonly values: Kept<WindowValues>;
}
