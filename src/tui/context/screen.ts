import type { ArgsOf, ScreenId } from '../keys/screens.ts';
import type { View } from './route.ts';

/** Props of every screen. A screen keeps within `width` x `height`, and takes keys only while it is active. */
export interface ScreenProps<S extends ScreenId = ScreenId> {
  readonly width: number;
  readonly height: number;
  readonly isActive: boolean;
  /** True while its filter is being typed. */
  readonly isTyping: boolean;
  readonly isUtc: boolean;
  /** The filter of calls that waits for the next screen where it holds. */
  readonly waitingFilter: string;
  readonly args: ArgsOf<S>;
  readonly view: View;
}

/** The place of a panel: its size in cells. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
