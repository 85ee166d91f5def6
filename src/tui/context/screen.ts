import type { WindowChoice } from './window-choice.ts';

/** What every screen is told. It keeps within `width` x `height`, and takes keys only while it is active. */
export interface ScreenProps {
  readonly width: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly isUtc: boolean;
  readonly window: WindowChoice;
}

/** The place of a panel: its size in cells. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
