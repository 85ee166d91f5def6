/** A frame as it was painted: its lines with the sequences of their colours. */
export interface PaintedFrame {
  readonly columns: number;
  readonly rows: number;
  readonly lines: readonly string[];
}

/** A cell of a screen. One behind a wide character is empty. Colours are `#rrggbb`; null is the screen's own. */
export interface ScreenCell {
  readonly text: string;
  readonly foreground: string | number | null;
  readonly background: string | number | null;
  readonly isBold: boolean;
  readonly isInverse: boolean;
}

/** A screen to be drawn. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly cellAt: (x: number, y: number) => ScreenCell;
  readonly foreground: string;
  readonly background: string;
  /** Title of the window, and name of the picture for those who cannot see it. */
  readonly title: string;
}

/** Formats that a screen is written in. */
export const screenFormats = ['text', 'ansi', 'svg', 'html'] as const;
export type ScreenFormat = (typeof screenFormats)[number];
